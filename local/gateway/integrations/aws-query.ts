import type { AwsError } from "../../aws/error.ts";
import type { TextHints, WireFormat } from "../../aws/wire.ts";
import { formReader } from "../../endpoint/form.ts";
import type { JsonObject } from "../../json.ts";
import { type BackendReply, plainReply } from "./backend.ts";

/**
 * Members that the JSON form of a Query answer names even when they are null (aws-samples/serverless-patterns,
 * apigw-websocket-api-sns).
 */
const ALWAYS: Readonly<Record<string, readonly string[]>> = {
  Publish: ["MessageId", "SequenceNumber"],
  SendMessage: [
    "MD5OfMessageAttributes",
    "MD5OfMessageBody",
    "MD5OfMessageSystemAttributes",
    "MessageId",
    "SequenceNumber",
  ],
};

/** How a service reads forms; undefined for services that never had the Query protocol. */
export function formOf(wire: WireFormat): ((body: string) => JsonObject) | undefined {
  const query = wire.protocol === "query" ? wire : wire.protocol === "json" ? wire.query : undefined;
  if (query === undefined) return undefined;
  const hints: TextHints & { maps?: readonly string[]; names?: Readonly<Record<string, string>> } = query;
  const read = formReader(hints);
  return (body) => read(new URLSearchParams(body));
}

/** A Query service's answer as JSON: what it sends when the request accepts `application/json`, as API Gateway's does. */
export function queryReply(action: string, output: JsonObject, requestId: string): BackendReply {
  const result = withNulls(action, output);
  const body = {
    ...(Object.keys(result).length === 0 ? {} : { [`${action}Result`]: result }),
    ResponseMetadata: { RequestId: requestId },
  };
  return plainReply(200, JSON.stringify({ [`${action}Response`]: body }));
}

/** A Query service's refusal as JSON. */
export function queryFailure(error: AwsError, requestId: string): BackendReply {
  const fault = {
    Code: error.queryCode ?? error.code,
    Message: error.queryMessage ?? error.message,
    Type: error.status < 500 ? "Sender" : "Receiver",
  };
  return plainReply(error.status, JSON.stringify({ Error: fault, RequestId: requestId }));
}

function withNulls(action: string, output: JsonObject): JsonObject {
  const always = ALWAYS[action];
  if (always === undefined) return output;
  return { ...Object.fromEntries(always.map((name) => [name, output[name] ?? null])), ...output };
}
