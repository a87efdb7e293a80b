import { isObject, type Json } from "../json.ts";

/**
 * Whether two JSON values are the same: 1 and 1.0 are, the order of an object's members does not matter.
 * Keeps its own stack, because inputs may be nested deeper than calls can be.
 *
 * @param visited Told of every pair that is looked at, and may end it by throwing.
 */
export function jsonEqual(left: Json, right: Json, visited?: () => void): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object") return false;
  const pending: [Json | undefined, Json | undefined][] = [[left, right]];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [one, other] = pair;
    visited?.();
    if (one === other) continue;
    if (Array.isArray(one) && Array.isArray(other)) {
      if (one.length !== other.length) return false;
      for (let index = 0; index < one.length; index++) pending.push([one[index], other[index]]);
    } else if (isObject(one) && isObject(other)) {
      const names = Object.keys(one);
      if (names.length !== Object.keys(other).length) return false;
      for (const name of names) {
        if (!Object.hasOwn(other, name)) return false;
        pending.push([one[name], other[name]]);
      }
    } else {
      return false;
    }
  }
  return true;
}
