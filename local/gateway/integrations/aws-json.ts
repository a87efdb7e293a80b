import type { AwsError } from "../../aws/error.ts";
import { TIMESTAMPS } from "../../aws/timestamps.ts";
import { javaDouble } from "../../java-number.ts";
import type { Json, JsonObject } from "../../json.ts";
import { type BackendReply, plainReply } from "./backend.ts";

/**
 * What the members of StartSyncExecution that describe data say they are (aws-samples/serverless-patterns,
 * apigw-websocket-api-sfn-sync).
 */
const DATA_DETAILS = "com.amazonaws.swf.base.model#CloudWatchEventsExecutionDataDetails";
const DETAILS = new Set(["inputDetails", "outputDetails"]);
const NO_TIMESTAMPS: ReadonlySet<string> = new Set();

/** A JSON-protocol service's answer as the service itself writes it. */
export function jsonReply(service: string, output: JsonObject): BackendReply {
  return plainReply(200, encode(output, TIMESTAMPS[service] ?? NO_TIMESTAMPS, service === "states"));
}

/** A JSON-protocol service's refusal: the body that its own clients get, verbatim. */
export function jsonFailure(error: AwsError): BackendReply {
  const type = error.namespace === undefined ? error.code : `${error.namespace}#${error.code}`;
  const text = "Message" in error.fields || error.message === "" ? {} : { message: error.message };
  return plainReply(error.status, JSON.stringify({ __type: type, ...text, ...error.fields }));
}

function encode(value: Json, timestamps: ReadonlySet<string>, detailed: boolean): string {
  if (timestamps.size === 0 || typeof value !== "object" || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map((item) => encode(item, timestamps, detailed)).join(",")}]`;
  let text = "";
  for (const name of Object.keys(value)) {
    const member = value[name];
    if (member === undefined) continue;
    const separator = text === "" ? "" : ",";
    text += `${separator}${JSON.stringify(name)}:${encodeMember(name, member, timestamps, detailed)}`;
  }
  return `{${text}}`;
}

function encodeMember(name: string, value: Json, timestamps: ReadonlySet<string>, detailed: boolean): string {
  if (typeof value === "number" && timestamps.has(name)) return javaDouble(value);
  if (detailed && DETAILS.has(name) && typeof value === "object" && value !== null && !isList(value)) {
    return JSON.stringify({ __type: DATA_DETAILS, ...value });
  }
  return encode(value, timestamps, detailed);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
