import type { Place } from "../../jackson/node.ts";
import { PatternError } from "./invalid-pattern.ts";
import { type Matcher, wildcard } from "./matcher.ts";

/**
 * Splits a wildcard pattern at its stars; `\*` and `\\` are the only escapes (event-ruler, `WildcardParser`).
 *
 * @param at where a refusal points to.
 * @throws PatternError
 */
export function compileWildcard(pattern: string, at: Place): Matcher {
  const parts: string[] = [];
  let part = "";
  for (let offset = 0; offset < pattern.length; offset++) {
    const character = pattern[offset] ?? "";
    const next = pattern[offset + 1];
    if (character === "\\") {
      if (next !== "*" && next !== "\\") {
        throw new PatternError(`Invalid escape character at pos ${position(pattern, offset)}`, at);
      }
      part += next;
      offset++;
    } else if (character === "*") {
      if (next === "*") {
        throw new PatternError(`Consecutive wildcard characters at pos ${position(pattern, offset)}`, at);
      }
      parts.push(part);
      part = "";
    } else part += character;
  }
  parts.push(part);
  return wildcard(pattern, parts);
}

/** Positions are bytes and count the opening quote as 0. */
function position(pattern: string, offset: number): number {
  return Buffer.byteLength(pattern.slice(0, offset)) + 1;
}
