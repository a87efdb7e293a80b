import type { AwsError } from "../aws/error.ts";
import type { RestRoute, RestWire } from "../aws/wire.ts";
import { isObject, type Json, type JsonObject } from "../json.ts";
import { recase } from "./camel-case.ts";
import { parseJsonObject } from "./json-protocol.ts";
import { isoTimestamps } from "./xml.ts";

/** What the body of a REST request and answer holds, once path, query string and headers are dealt with. */
export interface BodyFormat {
  readonly contentType: string;
  /** @throws AwsError when the body cannot be read. */
  read(body: Buffer, route: RestRoute): JsonObject;
  write(output: JsonObject, route: RestRoute): string | Uint8Array;
  writeError(error: AwsError, requestId: string): string;
}

/** REST-JSON: an object, or the raw payload where the route names one. */
export function jsonBodies(serviceId: string, wire: RestWire): BodyFormat {
  const maps = new Set(wire.maps);
  const toShape = wire.casing === "camel" ? recase("toShape", maps) : undefined;
  const toWire = wire.casing === "camel" ? recase("toWire", maps) : undefined;
  const timestamps = new Set(wire.timestamps);
  const time = isoTimestamps(wire);
  return {
    contentType: "application/json",
    read: (body, route) => {
      if (route.payload !== undefined) return body.length === 0 ? {} : { [route.payload]: body.toString("base64") };
      const input = parseJsonObject(body);
      return toShape === undefined ? input : toShape(input);
    },
    write: (output, route) => {
      if (route.responsePayload !== undefined) return payloadOf(output, route.responsePayload);
      const dated = timestamps.size === 0 ? output : withTimestamps(output, timestamps, time);
      return JSON.stringify(toWire === undefined ? dated : toWire(dated));
    },
    writeError: (error) => jsonError(serviceId, error),
  };
}

/** The member that is the whole body: text as it is, or a blob from base64 (`Payload:blob`). */
export function payloadOf(output: JsonObject, payload: string): string | Uint8Array {
  const [member = payload, kind] = payload.split(":");
  const value = output[member];
  if (typeof value !== "string") return "";
  return kind === "blob" ? Buffer.from(value, "base64") : value;
}

/** Some REST-JSON services write timestamps as text: API Gateway v2's `createdDate`. */
function withTimestamps(
  value: JsonObject,
  timestamps: ReadonlySet<string>,
  time: (seconds: number) => string,
): JsonObject {
  const result: Record<string, Json | undefined> = {};
  for (const member in value) {
    const content = value[member];
    if (typeof content === "number" && timestamps.has(member)) result[member] = time(content);
    else if (Array.isArray(content)) {
      result[member] = content.map((item: Json) => (isObject(item) ? withTimestamps(item, timestamps, time) : item));
    } else result[member] = isObject(content) ? withTimestamps(content, timestamps, time) : content;
  }
  return result;
}

/** Lambda's shapes whose text is `Message`; that of the others is `message` (Lambda's API model). */
const LAMBDA_CAPITALS: ReadonlySet<string> = new Set([
  "AccessDeniedException",
  "CodeVerificationFailedException",
  "InvalidRuntimeException",
  "InvalidZipFileException",
  "ResourceInUseException",
  "ResourceNotFoundException",
  "ServiceException",
  "UnknownOperationException",
]);
/** Refusals that come from in front of Lambda do not say whose fault they are. */
const IN_FRONT_OF_LAMBDA: ReadonlySet<string> = new Set(["AccessDeniedException", "ValidationException"]);

function lambdaError(error: AwsError): string {
  const fault = IN_FRONT_OF_LAMBDA.has(error.code) ? {} : { Type: error.status < 500 ? "User" : "Service" };
  const name = LAMBDA_CAPITALS.has(error.code) ? "Message" : "message";
  return JSON.stringify({ ...error.fields, ...fault, [name]: error.message });
}

/**
 * Lambda says whose fault it was as well; an error without a text has no body
 * (`GoneException` of @connections).
 */
function jsonError(serviceId: string, error: AwsError): string {
  if (error.message === "") return "";
  if ("Message" in error.fields) return JSON.stringify(error.fields);
  if (serviceId === "lambda") return lambdaError(error);
  // Refusals by IAM come from in front of the service and are spelled with a capital letter everywhere.
  const name = error.code === "AccessDeniedException" ? "Message" : "message";
  return JSON.stringify({ [name]: error.message, ...error.fields });
}
