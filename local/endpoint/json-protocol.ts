import { crc32 } from "node:zlib";
import { AwsError, FRAMEWORK, frameworkError } from "../aws/error.ts";
import type { JsonWire } from "../aws/wire.ts";
import { DEEPEST, nestsTooDeep } from "../jackson/depth.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { Protocol, Reply } from "./protocol.ts";

/**
 * AWS JSON 1.0 and 1.1 (smithy.io: `awsJson1_0`, `awsJson1_1`): the operation is in `X-Amz-Target`, the body is always
 * an object.
 *
 * @param dynamodb whether answers come from DynamoDB's front end, which is a little different: they carry `x-amz-crc32`,
 * which the Java and Go SDKs check, and it words a missing signature in its own way (dynalite, recorded on AWS).
 * @param dates writes the timestamps of an answer as the service does, see {@link javaDates}.
 */
export function jsonProtocol(
  wire: Pick<JsonWire, "version" | "query">,
  dynamodb = false,
  dates?: (text: string) => string,
): Protocol {
  const contentType = `application/x-amz-json-${wire.version}`;
  const reply = (status: number, value: JsonObject, requestId: string, extra: readonly string[] = []): Reply => {
    const text = JSON.stringify(value);
    const body = dates === undefined ? text : dates(text);
    const headers = ["x-amzn-RequestId", requestId, "Content-Type", contentType, ...extra];
    if (dynamodb) headers.push("x-amz-crc32", String(crc32(body)));
    return { status, headers, body };
  };

  return {
    decode: ({ headers, body }) => ({ operation: operationOf(headers["x-amz-target"]), input: parseJsonObject(body) }),
    success: (_decoded, output, requestId) => reply(200, output, requestId),
    failure: (error, requestId) =>
      reply(error.status, errorBody(error, wire.version), requestId, queryError(wire, error)),
    unknown: (_operation, explanation) =>
      new AwsError("UnknownOperationException", explanation, { namespace: FRAMEWORK }),
    unsigned: () => {
      const text = dynamodb ? "Request is missing Authentication Token" : "Missing Authentication Token";
      return new AwsError("MissingAuthenticationTokenException", text, { namespace: FRAMEWORK });
    },
  };
}

/**
 * A JSON body, which AWS requires to be an object; an empty one counts as `{}`.
 *
 * @throws AwsError `SerializationException`.
 */
export function parseJsonObject(body: Buffer): JsonObject {
  if (body.length === 0) return {};
  const text = body.toString("utf8");
  if (nestsTooDeep(text)) {
    const limit = `Document nesting depth exceeds the maximum allowed (${DEEPEST})`;
    throw frameworkError("SerializationException", limit);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw frameworkError("SerializationException", `The request body is not JSON: ${reason}`);
  }
  if (isObject(value)) return value;
  const found = Array.isArray(value) ? "Start of list" : "Scalar value";
  throw frameworkError("SerializationException", `${found} found where not expected`);
}

function operationOf(target: string | string[] | undefined): string {
  return typeof target === "string" ? target.slice(target.lastIndexOf(".") + 1) : "";
}

/** What the framework says of the request itself, whoever raised it here. */
const FRAMEWORK_TEXTS = new Set(["AccessDeniedException", "SerializationException"]);

/**
 * `message` unless the error brings its own spelling. What the framework says has its namespace in JSON 1.0 and the bare
 * name in JSON 1.1, whose services leave namespaces out.
 */
function errorBody(error: AwsError, version: JsonWire["version"]): JsonObject {
  const bare = error.namespace === undefined || (version === "1.1" && error.namespace === FRAMEWORK);
  const type = bare ? error.code : `${error.namespace}#${error.code}`;
  if ("Message" in error.fields) return { __type: type, ...error.fields };
  if (error.namespace === FRAMEWORK && FRAMEWORK_TEXTS.has(error.code)) return { __type: type, Message: error.message };
  return { __type: type, message: error.message, ...error.fields };
}

/** SDKs that grew up on the Query protocol report the code in this header instead of the shape's name. */
function queryError(wire: Pick<JsonWire, "query">, error: AwsError): readonly string[] {
  if (wire.query === undefined) return [];
  return ["x-amzn-query-error", `${error.queryCode ?? error.code};${error.status < 500 ? "Sender" : "Receiver"}`];
}
