import type { Json } from "../../json.ts";
import { StateError } from "../errors.ts";

/**
 * Compiles the pattern of StringMatches: `*` stands for any characters, `\*` and `\\` for a star and a backslash.
 * Takes a time linear in the text for each star, whatever the pattern.
 * A backslash before anything else fails when it is evaluated. AWS: the language's specification.
 */
export function compileStringMatches(pattern: string): (value: Json) => boolean {
  const pieces = splitPattern(pattern);
  if (pieces === undefined) {
    return () => {
      throw new StateError("States.Runtime", `The pattern '${pattern}' of StringMatches has an open escape backslash.`);
    };
  }
  const [first = "", ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return (value) => value === first;
  return (value) => {
    if (typeof value !== "string" || value.length < first.length + last.length) return false;
    if (!value.startsWith(first) || !value.endsWith(last)) return false;
    const end = value.length - last.length;
    let position = first.length;
    for (const piece of rest) {
      const found = value.indexOf(piece, position);
      if (found === -1 || found + piece.length > end) return false;
      position = found + piece.length;
    }
    return true;
  };
}

/** The texts between the stars; undefined where a backslash is open. */
function splitPattern(pattern: string): string[] | undefined {
  const pieces: string[] = [];
  let piece = "";
  for (let position = 0; position < pattern.length; position++) {
    const character = pattern[position];
    if (character === "*") {
      pieces.push(piece);
      piece = "";
    } else if (character === "\\") {
      const escaped = pattern[++position];
      if (escaped !== "*" && escaped !== "\\") return undefined;
      piece += escaped;
    } else {
      piece += character;
    }
  }
  pieces.push(piece);
  return pieces;
}
