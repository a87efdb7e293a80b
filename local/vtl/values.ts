import { javaDouble } from "../java-number.ts";
import { writeJson } from "./json.ts";

/**
 * A value in a template, which is a Java object on AWS: whole numbers are bigints (Java's int, long and BigInteger
 * behave as one), doubles are numbers, `null` is Java's null and what an undefined reference stands for.
 */
export type Value = null | boolean | string | bigint | number | Decimal | JavaMap | JavaList | JavaObject;

/** A `LinkedHashMap`. */
export type JavaMap = Map<string, Value>;

/**
 * A list. How it prints tells json-smart's `JSONArray` from Java's own lists and arrays; a `set`, which is what maps answer
 * as their keys, values and entries, has no places.
 */
export class JavaList {
  readonly kind: "json" | "list" | "set" | "array";
  readonly items: Value[];

  constructor(kind: "json" | "list" | "set" | "array", items: Value[]) {
    this.kind = kind;
    this.items = items;
  }
}

/** A `BigDecimal`: json-smart keeps fractions of more than 18 characters exact. */
export class Decimal {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An object with methods of its own: `$input`, `$util`, a map's entry. */
export interface JavaObject {
  readonly javaObject: true;
  /** Undefined where there is no such property. */
  property(name: string): Value | undefined;
  /** Undefined where there is no such method for these arguments; may throw what Java would. */
  call(name: string, args: readonly Value[]): Value | undefined;
  print(): string;
}

/** Whether a value is one of the runtime's own objects, such as `$util`. */
export function isJavaObject(value: Value): value is JavaObject {
  return typeof value === "object" && value !== null && "javaObject" in value;
}

/** Any kind of Java number. */
export function isNumber(value: Value): value is bigint | number | Decimal {
  return typeof value === "bigint" || typeof value === "number" || value instanceof Decimal;
}

/** `String.valueOf`: maps print `{a=1, b=null}`, json-smart's arrays print JSON. */
export function toText(value: Value): string {
  if (typeof value === "string") return value;
  if (value === null) return "null";
  if (typeof value === "number") return javaDouble(value);
  if (typeof value === "bigint" || typeof value === "boolean") return String(value);
  if (value instanceof Decimal) return value.text;
  if (value instanceof Map) {
    return `{${Array.from(value, ([key, item]) => `${key}=${toText(item)}`).join(", ")}}`;
  }
  if (value instanceof JavaList) {
    if (value.kind === "json") return writeJson(value, { escapeSlash: true });
    const items = value.items.map(toText).join(", ");
    return value.kind === "array" ? "[Ljava.lang.String;@1b2c3d4e" : `[${items}]`;
  }
  return value.print();
}
