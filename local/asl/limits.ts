import { isObject, type Json } from "../json.ts";
import { Failure } from "./failure.ts";

/** Bytes of UTF-8 that any input, output, result or variable may have (AWS: Step Functions service quotas). */
export const PAYLOAD_LIMIT = 262_144;

/** Bytes that all variables of an execution may have together (AWS: workflow variables). */
export const VARIABLES_LIMIT = 10 * 1024 * 1024;

/**
 * How deep a payload may be nested. AWS does not document a limit; this is the one of the JSON parser it is written with
 * (Jackson 2.15 and later), and it keeps every value within what can be turned into text.
 */
export const NESTING_LIMIT = 1000;

/** Sizes of objects and arrays that are worth remembering: values never change, and large ones pass through many states. */
const known = new WeakMap<object, number>();
const WORTH_REMEMBERING = 1024;

/**
 * Refuses a payload that is larger than AWS lets pass.
 *
 * @param name whose result it is: a state's name, a function's ARN or an integration's resource type.
 * @throws Failure `States.DataLimitExceeded` with AWS's text, which stands alone (awslabs/aws-securityhub-multiaccount-scripts#63, pasted).
 */
export function checkPayload(value: Json, name: string): void {
  if (exceeds(value, PAYLOAD_LIMIT)) throw tooLarge(name);
}

/** The failure of a result that is larger than AWS lets pass. */
export function tooLarge(name: string): Failure {
  return new Failure(
    "States.DataLimitExceeded",
    `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}

/** Whether a value's JSON text has more than `limit` bytes, or is nested beyond {@link NESTING_LIMIT}. */
export function exceeds(value: Json, limit: number): boolean {
  return spend(value, limit, 0) < 0 && jsonBytes(value) > limit;
}

/** The bytes of a value's compact JSON text in UTF-8; infinite where it is nested beyond {@link NESTING_LIMIT}. */
export function jsonBytes(value: Json, depth = 0): number {
  if (typeof value === "string") return textBytes(value);
  if (typeof value !== "object" || value === null) return String(value).length;
  const remembered = known.get(value);
  if (remembered !== undefined) return remembered;
  if (depth >= NESTING_LIMIT) return Number.POSITIVE_INFINITY;
  let bytes = 2;
  let members = 0;
  if (isObject(value)) {
    for (const key of Object.keys(value)) {
      const member = value[key];
      if (member === undefined) continue;
      members++;
      bytes += textBytes(key) + 1 + jsonBytes(member, depth + 1);
    }
  } else {
    members = value.length;
    for (const item of value) bytes += jsonBytes(item, depth + 1);
  }
  bytes += Math.max(0, members - 1);
  if (bytes > WORTH_REMEMBERING) known.set(value, bytes);
  return bytes;
}

function textBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}

/**
 * Takes an upper bound of the value's size from `budget`: small payloads, nearly all of them, need no exact look.
 * A code unit takes six bytes at most (`\u0000`), a number 25.
 *
 * @returns what is left; negative as soon as it might not suffice.
 */
function spend(value: Json, budget: number, depth: number): number {
  if (typeof value === "string") return budget - 6 * value.length - 2;
  if (typeof value !== "object" || value === null) return budget - 25;
  if (depth >= NESTING_LIMIT) return -1;
  let left = budget - 2;
  if (left < PAYLOAD_LIMIT / 2) {
    const remembered = known.get(value);
    if (remembered !== undefined) return budget - remembered;
  }
  if (isObject(value)) {
    for (const key in value) {
      const member = value[key];
      if (member === undefined) continue;
      left = spend(member, left - 6 * key.length - 4, depth + 1);
      if (left < 0) return left;
    }
    return left;
  }
  for (const item of value) {
    left = spend(item, left - 1, depth + 1);
    if (left < 0) return left;
  }
  return left;
}
