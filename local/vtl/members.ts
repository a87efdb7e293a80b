import { upperFirst } from "../first-letter.ts";
import { callList, callMap, itemAt } from "./collection-methods.ts";
import { callBoolean, callNumber } from "./number-methods.ts";
import { callString } from "./string-methods.ts";
import { isJavaObject, isNumber, JavaList, toText, type Value } from "./values.ts";

/** `value.name(args)`; undefined when Java has no such method for these arguments. */
export function callMethod(value: Value, name: string, args: readonly Value[]): Value | undefined {
  if (typeof value === "string") return callString(value, name, args);
  if (value === null) return undefined;
  if (value instanceof Map) return callMap(value, name, args);
  if (value instanceof JavaList) return callList(value, name, args);
  if (isNumber(value)) return callNumber(value, name, args);
  if (typeof value === "boolean") return callBoolean(value, name, args);
  return isJavaObject(value) ? value.call(name, args) : undefined;
}

/** `value.name`: a getter, or a map's entry. */
export function getProperty(value: Value, name: string): Value | undefined {
  if (value instanceof Map) return value.get(name);
  if (value === null) return undefined;
  if (isJavaObject(value)) return value.property(name);
  const getter = upperFirst(name);
  return callMethod(value, `get${getter}`, []) ?? callMethod(value, `is${getter}`, []);
}

/** `value[index]`. */
export function getIndex(value: Value, index: Value): Value | undefined {
  if (value instanceof JavaList) {
    return typeof index === "bigint" && value.kind !== "set" ? itemAt(value.items, index, true) : undefined;
  }
  if (value instanceof Map) return value.get(toText(index));
  return value === null ? undefined : callMethod(value, "get", [index]);
}

/** `#set($value.name = item)` and `#set($value[index] = item)`; what cannot take it is left as it is. */
export function assign(value: Value, index: Value, item: Value): void {
  if (value instanceof Map) value.set(toText(index), item);
  else if (value instanceof JavaList) callList(value, "set", [index, item]);
}
