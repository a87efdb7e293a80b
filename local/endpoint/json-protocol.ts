import { crc32 } from "node:zlib";
import { AwsError } from "../aws/error.ts";
import type { JsonWire } from "../aws/wire.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { Protocol, Reply } from "./protocol.ts";

const CORAL = "com.amazon.coral.service";

/**
 * AWS JSON 1.0 and 1.1 (aws-services.md §9.2): the operation is in `X-Amz-Target`, the body is always an object.
 *
 * @param checksum whether answers carry `x-amz-crc32`, as DynamoDB's do; the Java and Go SDKs check it.
 */
export function jsonProtocol(wire: Pick<JsonWire, "version" | "query">, checksum = false): Protocol {
  const contentType = `application/x-amz-json-${wire.version}`;
  const reply = (status: number, value: JsonObject, requestId: string, extra: readonly string[] = []): Reply => {
    const body = JSON.stringify(value);
    const headers = ["x-amzn-RequestId", requestId, "Content-Type", contentType, ...extra];
    if (checksum) headers.push("x-amz-crc32", String(crc32(body)));
    return { status, headers, body };
  };

  return {
    decode: ({ headers, body }) => ({ operation: operationOf(headers["x-amz-target"]), input: parseJsonObject(body) }),
    success: (_decoded, output, requestId) => reply(200, output, requestId),
    failure: (error, requestId) => reply(error.status, errorBody(error), requestId, queryError(wire, error)),
    unknown: (_operation, explanation) => new AwsError("UnknownOperationException", explanation, { namespace: CORAL }),
    unsigned: () =>
      new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", { namespace: CORAL }),
  };
}

/**
 * A JSON body, which AWS requires to be an object; an empty one counts as `{}`.
 *
 * @throws AwsError `SerializationException`.
 */
export function parseJsonObject(body: Buffer): JsonObject {
  if (body.length === 0) return {};
  if (nestsTooDeep(body)) {
    const limit = `Document nesting depth exceeds the maximum allowed (${DEEPEST})`;
    throw new AwsError("SerializationException", limit, { namespace: CORAL });
  }
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AwsError("SerializationException", `The request body is not JSON: ${reason}`, { namespace: CORAL });
  }
  if (isObject(value)) return value;
  const found = Array.isArray(value) ? "Start of list" : "Scalar value";
  throw new AwsError("SerializationException", `${found} found where not expected`, { namespace: CORAL });
}

/** As deep as Jackson, which AWS's frameworks read JSON with, goes unless told otherwise (`StreamReadConstraints`). */
const DEEPEST = 1000;

/** Whoever walks a value does so level by level, and must not run out of stack because a client wrote brackets. */
function nestsTooDeep(body: Buffer): boolean {
  if (body.length <= 2 * DEEPEST) return false;
  let depth = 0;
  let inText = false;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (inText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      if (++depth > DEEPEST) return true;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--;
  }
  return false;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

function operationOf(target: string | string[] | undefined): string {
  return typeof target === "string" ? target.slice(target.lastIndexOf(".") + 1) : "";
}

/** `message` unless the error brings its own spelling: some answers of coral services say `Message`. */
function errorBody(error: AwsError): JsonObject {
  const type = error.namespace === undefined ? error.code : `${error.namespace}#${error.code}`;
  if ("Message" in error.fields) return { __type: type, ...error.fields };
  return { __type: type, message: error.message, ...error.fields };
}

/** SDKs that grew up on the Query protocol report the code in this header instead of the shape's name. */
function queryError(wire: Pick<JsonWire, "query">, error: AwsError): readonly string[] {
  if (wire.query === undefined) return [];
  return ["x-amzn-query-error", `${error.queryCode ?? error.code};${error.status < 500 ? "Sender" : "Receiver"}`];
}
