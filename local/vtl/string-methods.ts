import { EndlessMatch, guardedMatch } from "../guarded-match.ts";
import { javaHash } from "../java-hash.ts";
import { own } from "../json.ts";
import { none } from "./arity.ts";
import { JavaException } from "./java-exception.ts";
import { javaPattern, javaReplacement } from "./java-regex.ts";
import { JavaList, toText, type Value } from "./values.ts";

type Method = (text: string, args: readonly Value[]) => Value | undefined;

/** The methods of `java.lang.String`; undefined from one of them means that no overload takes these arguments. */
const METHODS: Readonly<Record<string, Method>> = {
  charAt: (text, [index]) => (typeof index === "bigint" ? characterAt(text, Number(index)) : undefined),
  codePointAt: (text, [index]) => (typeof index === "bigint" ? codePointAt(text, Number(index)) : undefined),
  compareTo: (text, [other]) => BigInt(compare(text, comparable(other))),
  compareToIgnoreCase: (text, [other]) =>
    typeof other === "string" ? BigInt(compare(folded(text), folded(other))) : undefined,
  concat: (text, [other]) => (typeof other === "string" ? text + other : undefined),
  contains: (text, [other]) => (typeof other === "string" ? text.includes(other) : undefined),
  contentEquals: (text, [other]) => (typeof other === "string" ? text === other : undefined),
  endsWith: (text, [other]) => (typeof other === "string" ? text.endsWith(other) : undefined),
  equals: (text, [other]) => (other === undefined ? undefined : text === other),
  equalsIgnoreCase: (text, [other]) =>
    other === null || typeof other === "string" ? text.toLowerCase() === other?.toLowerCase() : undefined,
  getBytes: (text) => new JavaList("array", Array.from(Buffer.from(text, "utf8"), BigInt)),
  hashCode: none((text) => BigInt(javaHash(text))),
  indexOf: (text, [other, from]) => indexOf(text, other, from),
  intern: none((text) => text),
  isEmpty: none((text) => text === ""),
  lastIndexOf,
  length: none((text) => BigInt(text.length)),
  matches: (text, [pattern]) => (typeof pattern === "string" ? matchesWhole(text, pattern) : undefined),
  replace: (text, [from, to]) =>
    typeof from === "string" && typeof to === "string" ? text.replaceAll(from, () => to) : undefined,
  replaceAll: (text, [pattern, to]) =>
    typeof pattern === "string" && typeof to === "string" ? replaced(text, javaPattern(pattern).every, to) : undefined,
  replaceFirst: (text, [pattern, to]) =>
    typeof pattern === "string" && typeof to === "string" ? replaceFirst(text, pattern, to) : undefined,
  split: (text, [pattern, limit]) =>
    typeof pattern === "string" && (limit === undefined || typeof limit === "bigint")
      ? new JavaList("array", split(text, pattern, Number(limit ?? 0n)))
      : undefined,
  startsWith: (text, [other, from]) =>
    typeof other === "string" && (from === undefined || typeof from === "bigint")
      ? startsWith(text, other, Number(from ?? 0n))
      : undefined,
  subSequence: (text, [from, to]) => (typeof from === "bigint" ? substring(text, from, to) : undefined),
  substring: (text, [from, to]) => (typeof from === "bigint" ? substring(text, from, to) : undefined),
  toLowerCase: none((text) => text.toLowerCase()),
  toString: none((text: string) => text),
  toUpperCase: none((text) => text.toUpperCase()),
  trim: none((text) => text.replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, "")),
  valueOf: (_text: string, [value]: readonly Value[]) =>
    value === undefined || value === null ? undefined : toText(value),
};

/** How many arguments the overloads take; one each unless listed. Methods without parameters see to that themselves. */
const ARGUMENTS: Readonly<Record<string, readonly number[]>> = {
  indexOf: [1, 2],
  lastIndexOf: [1, 2],
  replace: [2],
  replaceAll: [2],
  replaceFirst: [2],
  split: [1, 2],
  startsWith: [1, 2],
  subSequence: [2],
  substring: [1, 2],
};

const PARAMETERLESS = new Set(
  "getBytes hashCode intern isEmpty length toLowerCase toString toUpperCase trim".split(" "),
);

/** Calls a method of a string; undefined when Java has none such. */
export function callString(text: string, name: string, args: readonly Value[]): Value | undefined {
  if (!Object.hasOwn(METHODS, name)) return undefined;
  if (!PARAMETERLESS.has(name) && !(own(ARGUMENTS, name) ?? [1]).includes(args.length)) return undefined;
  return METHODS[name]?.(text, args);
}

function characterAt(text: string, index: number): string {
  const character = text[index];
  if (character === undefined) {
    throw new JavaException(`java.lang.StringIndexOutOfBoundsException: index ${index}, length ${text.length}`);
  }
  return character;
}

function compare(one: string, other: string): number {
  const shorter = Math.min(one.length, other.length);
  for (let index = 0; index < shorter; index++) {
    const difference = one.charCodeAt(index) - other.charCodeAt(index);
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

function codePointAt(text: string, index: number): bigint {
  characterAt(text, index);
  return BigInt(text.codePointAt(index) ?? 0);
}

/** @throws JavaException where Java's erased `compareTo` does. */
function comparable(other: Value | undefined): string {
  if (typeof other === "string") return other;
  if (other === undefined || other === null) throw new JavaException("java.lang.NullPointerException");
  throw new JavaException(`java.lang.ClassCastException: ${toText(other)} is no java.lang.String`);
}

function folded(text: string): string {
  return text.toUpperCase().toLowerCase();
}

/** What is looked for: a text, or the code point of a character. */
function sought(other: Value | undefined): string | undefined {
  if (typeof other === "string") return other;
  if (typeof other !== "bigint") return undefined;
  return other >= 0n && other <= 0x10ffffn ? String.fromCodePoint(Number(other)) : undefined;
}

function indexOf(text: string, other: Value | undefined, from: Value | undefined): Value | undefined {
  const found = sought(other);
  if (found === undefined || (from !== undefined && typeof from !== "bigint")) return undefined;
  return BigInt(text.indexOf(found, Number(from ?? 0n)));
}

function lastIndexOf(text: string, [other, from]: readonly Value[]): Value | undefined {
  const found = sought(other);
  if (found === undefined || (from !== undefined && typeof from !== "bigint")) return undefined;
  // JavaScript takes a place before the beginning for the beginning.
  return from !== undefined && from < 0n ? -1n : BigInt(text.lastIndexOf(found, Number(from ?? BigInt(text.length))));
}

function startsWith(text: string, other: string, from: number): boolean {
  return from >= 0 && from <= text.length && text.startsWith(other, from);
}

function matchesWhole(text: string, pattern: string): boolean {
  const { whole } = javaPattern(pattern);
  return matching(whole, text, () => whole.test(text));
}

function replaced(text: string, expression: RegExp, to: string): string {
  const replacement = javaReplacement(to);
  return matching(expression, text, () => text.replace(expression, replacement));
}

/** @throws JavaException for a pattern that backtracks without end on this text. */
export function matching<Result>(expression: RegExp, text: string, match: () => Result): Result {
  try {
    return guardedMatch(expression, text, match);
  } catch (error) {
    throw error instanceof EndlessMatch ? new JavaException(error.message) : error;
  }
}

function replaceFirst(text: string, pattern: string, to: string): string {
  return replaced(text, javaPattern(pattern).first, to);
}

function substring(text: string, from: bigint, to: Value | undefined): Value | undefined {
  if (to !== undefined && typeof to !== "bigint") return undefined;
  const begin = Number(from);
  const end = to === undefined ? text.length : Number(to);
  if (begin < 0 || end > text.length || begin > end) {
    throw new JavaException(
      `java.lang.StringIndexOutOfBoundsException: begin ${begin}, end ${end}, length ${text.length}`,
    );
  }
  return text.slice(begin, end);
}

/** `String.split`: no empty strings at the end unless a limit asks for them, none at the start for an empty match. */
function split(text: string, pattern: string, limit: number): string[] {
  const { every } = javaPattern(pattern);
  const matches = matching(every, text, () => [...text.matchAll(every)]);
  const parts: string[] = [];
  let start = 0;
  for (const match of matches) {
    if (limit > 0 && parts.length === limit - 1) break;
    const end = match.index + match[0].length;
    if (match[0] === "" && (match.index === 0 || match.index >= text.length)) continue;
    parts.push(text.slice(start, match.index));
    start = end;
  }
  if (parts.length === 0) return [text];
  parts.push(text.slice(start));
  if (limit === 0) while (parts.at(-1) === "") parts.pop();
  return parts;
}
