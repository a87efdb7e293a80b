import type { IncomingMessage, ServerResponse } from "node:http";
import { answerDate } from "../aws/answer-date.ts";
import { type Caller, OWNER } from "../aws/caller.ts";
import { AwsError } from "../aws/error.ts";
import { credentialOf } from "../endpoint/signature.ts";
import { isObject, type JsonObject } from "../json.ts";
import { MESSAGE_LIMIT } from "./frame-meter.ts";
import type { Gateway } from "./gateway.ts";
import { type Location, locate } from "./locate.ts";
import { logManagement } from "./management-log.ts";
import { UNKNOWNS } from "./unknowns.ts";

const OPERATIONS = {
  POST: "PostToConnection",
  GET: "GetConnection",
  DELETE: "DeleteConnection",
} as const;

function isMethod(method: string): method is keyof typeof OPERATIONS {
  return Object.hasOwn(OPERATIONS, method);
}

/** An answer before it is written. */
interface Answer {
  readonly status: number;
  readonly body: string;
  readonly errorType?: string;
  /** Whether it has none of the headers of AWS's answers. */
  readonly bare?: boolean;
}

/** Takes a plain request for an API's own paths; false leaves it to others. */
export function takeRequest(gateway: Gateway, request: IncomingMessage, response: ServerResponse): boolean {
  const location = locate(request);
  if (!gateway.stages.knows(location.apiId) && !lacksStage(location)) return false;
  const { clock, ids } = gateway.environment;
  const hold = clock.hold();
  const requestId = ids.uuid();
  void answer(gateway, request, location, requestId)
    .then((found) => write(gateway, request, response, found, requestId))
    .finally(() => hold.release());
  return true;
}

/** What a client asks that has the runtime's own URL as its endpoint, and not that of an API's stage. */
function lacksStage({ apiId }: Location): boolean {
  return decoded(apiId) === "@connections";
}

async function answer(
  gateway: Gateway,
  request: IncomingMessage,
  location: Location,
  requestId: string,
): Promise<Answer> {
  const [connections, id, ...more] = location.rest;
  const isManagement = decoded(connections ?? "") === "@connections" && id !== undefined && more.length === 0;
  try {
    if (isManagement) return await manage(gateway, request, location, { id: decoded(id), requestId });
    return plainRequest(gateway, location);
  } catch (error) {
    if (!(error instanceof AwsError)) {
      const reason = error instanceof Error ? error.stack : String(error);
      gateway.environment.log.error(`${request.method} ${request.url}: ${reason}`);
      return failed(500, "InternalServerErrorException", "Internal server error");
    }
    // The answer is not the management API's own: it has neither a body nor a name.
    if (error.status === 413) return { status: 413, body: "", bare: true };
    // Somebody who is gone gets no body at all (localstack/localstack#4694).
    if (error.status === 410) return { status: 410, body: "", errorType: error.code };
    const text = error.code === "AccessDeniedException" ? { Message: error.message } : { message: error.message };
    return { status: error.status, body: JSON.stringify(text), errorType: error.code };
  }
}

/** A request without `Upgrade` for a stage, or for something that is not there. */
function plainRequest(gateway: Gateway, location: Location): Answer {
  const { apiId, stage, rest } = location;
  const { log } = gateway.environment;
  if (lacksStage(location)) {
    log.warn(
      `A request for /${[apiId, stage, ...rest].join("/")} was refused: the endpoint of @connections is the URL of an API's stage; the ` +
        "stack outputs name it (connectionsUrl).",
    );
    return failed(UNKNOWNS.wrongPathStatus, "ForbiddenException", "Forbidden");
  }
  if (!gateway.stages.exists(apiId, stage) || rest.length > 0) {
    log.warn(
      `A request for ${[apiId, stage, ...rest].join("/")} was refused: it is neither a stage nor @connections/ID.`,
    );
    return failed(UNKNOWNS.wrongPathStatus, "ForbiddenException", "Forbidden");
  }
  log.warn(`A plain request for ${apiId}/${stage} was refused: this is a WebSocket API, connect with ws://.`);
  return failed(UNKNOWNS.plainRequestStatus, "ForbiddenException", "Forbidden");
}

async function manage(
  gateway: Gateway,
  request: IncomingMessage,
  { apiId, stage }: Location,
  { id, requestId }: { readonly id: string; readonly requestId: string },
): Promise<Answer> {
  const { environment } = gateway;
  const { method = "GET", headers, url } = request;
  if (!isMethod(method)) {
    const browser = method === "OPTIONS" ? " Web pages cannot ask it, here as on AWS: it answers no preflight." : "";
    environment.log.warn(`${method} ${url} refused: @connections takes POST, GET and DELETE.${browser}`);
    return failed(403, "ForbiddenException", "Forbidden");
  }
  const data = method === "POST" ? await readBody(request) : undefined;
  const target = {
    ApiId: apiId,
    Stage: stage,
    ConnectionId: id,
    SourceIp: request.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "",
    UserAgent: headers["user-agent"],
  };
  const refuse = (error: AwsError): AwsError => {
    logManagement(gateway, { method, target, requestId, refused: error });
    return error;
  };
  if (data !== undefined && data.length > MESSAGE_LIMIT) {
    throw refuse(new AwsError("PayloadTooLargeException", "Message too long", { status: 413 }));
  }
  const credential = credentialOf(headers, url?.split("?")[1] ?? "");
  if (credential === undefined) {
    environment.log.warn(
      `${method} ${url} refused: @connections takes signed requests. Use an AWS SDK (apigatewaymanagementapi), ` +
        "the AWS CLI, or curl --aws-sigv4 aws:amz:REGION:execute-api --user KEY:SECRET; any key will do.",
    );
    throw refuse(new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", { status: 403 }));
  }
  const session = environment.aws.resolveCredentials(credential.accessKeyId);
  const caller: Caller = session?.caller ?? OWNER;
  const input: JsonObject = { ...target, ...(data === undefined ? {} : { Data: data.toString("base64") }) };
  const parent = session?.parent?.();
  try {
    const output = await environment.aws.call("execute-api", OPERATIONS[method], input, { caller, parent, requestId });
    if (method === "DELETE") return { status: 204, body: "" };
    return { status: 200, body: method === "GET" ? connectionBody(output) : "" };
  } catch (error) {
    // What the operation itself refuses is in the logs already.
    if (error instanceof AwsError && error.code === "AccessDeniedException") refuse(error);
    throw error;
  }
}

/** The pretty JSON of GetConnection: two blanks, and a blank before each colon, as AWS writes it. */
function connectionBody(output: JsonObject): string {
  const identity = isObject(output["Identity"]) ? output["Identity"] : {};
  return [
    "{",
    '  "identity" : {',
    `    "sourceIp" : ${JSON.stringify(identity["SourceIp"] ?? null)},`,
    `    "userAgent" : ${JSON.stringify(identity["UserAgent"] ?? null)}`,
    "  },",
    `  "connectedAt" : "${isoTime(output["ConnectedAt"])}",`,
    `  "lastActiveAt" : "${isoTime(output["LastActiveAt"])}"`,
    "}",
  ].join("\n");
}

function isoTime(seconds: unknown): string {
  return new Date(Math.round(Number(seconds) * 1000)).toISOString();
}

function failed(status: number, errorType: string, message: string): Answer {
  return { status, body: JSON.stringify({ message }), errorType };
}

/** The id may come encoded or not; it is decoded once. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Reads no more than tells that a message is too long. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (size <= MESSAGE_LIMIT) chunks.push(chunk);
    size += chunk.length;
  }
  return Buffer.concat(chunks);
}

/** The headers of AWS's answers, in its spelling. */
function write(
  gateway: Gateway,
  request: IncomingMessage,
  response: ServerResponse,
  answered: Answer,
  requestId: string,
): void {
  const { environment, ids } = gateway;
  const { status, body, errorType, bare = false } = answered;
  if (response.destroyed) return;
  const headers: [string, string][] = [];
  if (!bare) {
    const trace = Buffer.from(environment.ids.bytes(12)).toString("hex");
    headers.push(
      ["x-amzn-RequestId", requestId],
      ["x-amz-apigw-id", ids.requestId()],
      ["X-Amzn-Trace-Id", `Root=1-${Math.floor(environment.clock.now() / 1000).toString(16)}-${trace}`],
    );
  }
  if (errorType !== undefined) headers.push(["x-amzn-ErrorType", errorType]);
  if (status !== 204 && !bare) headers.push(["Content-Type", "application/json"]);
  if (status !== 204) headers.push(["Content-Length", String(Buffer.byteLength(body))]);
  response.writeHead(status, [...headers.flat(), ...answerDate(request.headers, environment.clock)]);
  response.end(body);
}
