import type { AwsError } from "../aws/error.ts";
import { cborRefusal } from "./cbor-refusal.ts";
import type { Directory, Entry } from "./directory.ts";
import { jsonProtocol } from "./json-protocol.ts";
import type { AwsRequest, Protocol } from "./protocol.ts";
import { queryProtocol } from "./query-protocol.ts";
import { restProtocol } from "./rest-protocol.ts";
import type { Credential } from "./signature.ts";

/** Protocols for answering clients of services that are not here, in a form they can read. */
const JSON_ANSWER = jsonProtocol({ version: "1.1" });
const QUERY_ANSWER = queryProtocol({ signingName: "", version: "", xmlns: "http://webservices.amazon.com/" });
const REST_ANSWER = restProtocol("", { protocol: "rest-json", signingName: "", routes: [] });

/** The services whose clients read XML alone, by the name that requests are signed for; what others cannot read they call by its status. */
const XML_ANSWERS: ReadonlyMap<string, Protocol> = new Map(
  ["s3", "route53"].map((name) => [name, restProtocol(name, { protocol: "rest-xml", signingName: name, routes: [] })]),
);

/** How much of a path is said. */
const LONGEST_PATH = 300;

/** A refusal and the protocol to say it in. */
export interface Refusal {
  readonly protocol: Protocol;
  readonly error: AwsError;
}

/** The client's service is not served: says which, and what is. */
export function unknownService(request: AwsRequest, credential: Credential | undefined, directory: Directory): Refusal {
  const target = request.headers["x-amz-target"];
  const served = `The local runtime serves ${directory.ids.join(", ")}.`;
  if (request.headers["smithy-protocol"] !== undefined) {
    const protocol = String(request.headers["smithy-protocol"]);
    return refusal(cborRefusal, "", `The protocol ${protocol} is not served; use the JSON or the Query protocol.`);
  }
  if (typeof target === "string") return refusal(JSON_ANSWER, target, `${target} is not served. ${served}`);
  if (isForm(request)) {
    const action = new URLSearchParams(request.body.toString("utf8") || request.search).get("Action") ?? "";
    return refusal(QUERY_ANSWER, action, `${credential?.service ?? "Its service"} is not served. ${served}`);
  }
  const name = credential === undefined ? "" : `${credential.service}: `;
  const answer = XML_ANSWERS.get(credential?.service ?? "") ?? REST_ANSWER;
  return refusal(answer, "", `${name}${asked(request)} is not served. ${served}`);
}

/** The service is there and the operation is not. */
export function unknownOperation({ service, protocol }: Entry, operation: string, request: AwsRequest): AwsError {
  const served = `The local runtime serves ${[...service.operations.keys()].sort().join(", ")}.`;
  const what = operation === "" ? asked(request) : `${service.id}:${operation}`;
  return protocol.unknown(operation, `${what} is not served. ${served}`);
}

/** A client of a JSON service that names no operation. */
export function missingTarget(service: string): Refusal {
  return refusal(JSON_ANSWER, "", `The request is signed for ${service} and has no X-Amz-Target header.`);
}

/** Whether the request speaks the Query protocol. */
export function isForm({ headers, search }: Pick<AwsRequest, "headers" | "search">): boolean {
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true) return true;
  return search.includes("Action=");
}

function asked({ method, path }: AwsRequest): string {
  return `${method} ${path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path}`;
}

function refusal(protocol: Protocol, operation: string, explanation: string): Refusal {
  return { protocol, error: protocol.unknown(operation, explanation) };
}
