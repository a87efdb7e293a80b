import { BlockList, isIPv6 } from "node:net";
import { isComparable } from "./comparable-number.ts";

/** A scalar of an event. */
export type Scalar = string | number | boolean | null;

/** One value matcher of a pattern: whether a scalar fits, and how to say what it wants. */
export interface Matcher {
  /** `absence` is decided on the whole event, not on a scalar; `presence` by any scalar. */
  readonly kind: "value" | "absence";
  matches(value: Scalar): boolean;
  /** The matcher as a person reads it: `prefix "eu-"`. */
  readonly wants: string;
}

const matcher = (wants: string, matches: (value: Scalar) => boolean): Matcher => ({ kind: "value", matches, wants });
/** A matcher of texts: anything else does not fit. */
export const ofText = (wants: string, matches: (text: string) => boolean): Matcher =>
  matcher(wants, (value) => typeof value === "string" && matches(value));

/** Exactly this value. Numbers are compared by value, and text that is an address as an address (event-ruler). */
export function exactly(wanted: Scalar): Matcher {
  if (typeof wanted === "string" && isIPv6(wanted)) {
    const list = new BlockList();
    list.addAddress(wanted, "ipv6");
    return ofText(JSON.stringify(wanted), (text) => text === wanted || (isIPv6(text) && list.check(text, "ipv6")));
  }
  return matcher(JSON.stringify(wanted), (value) => value === wanted);
}

/** `{"prefix": "a"}` */
export function prefix(start: string): Matcher {
  return ofText(`prefix ${JSON.stringify(start)}`, (text) => text.startsWith(start));
}

/** `{"prefix": {"equals-ignore-case": "a"}}` */
export function prefixIgnoringCase(start: string): Matcher {
  const folded = start.toLowerCase();
  return ofText(
    `prefix ${JSON.stringify(start)} in any case`,
    (text) => text.slice(0, start.length).toLowerCase() === folded,
  );
}

/** `{"suffix": "a"}` */
export function suffix(end: string): Matcher {
  return ofText(`suffix ${JSON.stringify(end)}`, (text) => text.endsWith(end));
}

/** `{"suffix": {"equals-ignore-case": "a"}}` */
export function suffixIgnoringCase(end: string): Matcher {
  const folded = end.toLowerCase();
  return ofText(
    `suffix ${JSON.stringify(end)} in any case`,
    (text) => text.slice(Math.max(0, text.length - end.length)).toLowerCase() === folded,
  );
}

/** `{"equals-ignore-case": "a"}` */
export function ignoringCase(wanted: string): Matcher {
  const folded = wanted.toLowerCase();
  return ofText(`${JSON.stringify(wanted)} in any case`, (text) => text.toLowerCase() === folded);
}

/** `*` stands for any characters; `parts` are the texts between the stars. */
export function wildcard(pattern: string, parts: readonly string[]): Matcher {
  return ofText(`wildcard ${JSON.stringify(pattern)}`, (text) => matchesParts(text, parts));
}

/** Finds the parts in order; linear in the text, whatever the pattern. */
function matchesParts(text: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? "";
  if (parts.length === 1) return text === first;
  const last = parts.at(-1) ?? "";
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let offset = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, offset);
    if (found < 0 || found + part.length > end) return false;
    offset = found + part.length;
  }
  return true;
}

/** One end of a numeric range. */
export interface Bound {
  readonly operator: "=" | "<" | "<=" | ">" | ">=";
  readonly value: number;
}

/** A number that event-ruler can compare and that lies within the bounds. */
export function numeric(bounds: readonly Bound[]): Matcher {
  const wants = bounds.map(({ operator, value }) => `${operator} ${value}`).join(" and ");
  return matcher(
    `number ${wants}`,
    (value) => typeof value === "number" && isComparable(value) && bounds.every((bound) => holds(value, bound)),
  );
}

function holds(value: number, { operator, value: limit }: Bound): boolean {
  switch (operator) {
    case "=":
      return value === limit;
    case "<":
      return value < limit;
    case "<=":
      return value <= limit;
    case ">":
      return value > limit;
    case ">=":
      return value >= limit;
    default: {
      const never: never = operator;
      return never;
    }
  }
}

/** A leaf that is there, whatever its value. */
export const PRESENT: Matcher = matcher("any value", () => true);
/** No leaf at all. */
export const ABSENT: Matcher = { kind: "absence", matches: () => false, wants: "no such field" };

/** A leaf that is there and that none of these fits. */
export function anythingBut(excluded: readonly Matcher[]): Matcher {
  const wants = `anything but ${excluded.map((one) => one.wants).join(", ")}`;
  return matcher(wants, (value) => !excluded.some((one) => one.matches(value)));
}
