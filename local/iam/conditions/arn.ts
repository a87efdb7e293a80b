import { compilePattern, matches, type Pattern } from "../match.ts";
import { patternIn } from "../variables.ts";
import type { Comparison } from "./comparison.ts";

/**
 * `ArnEquals` and `ArnLike` are the same: six parts, each compared with wildcards, so that an asterisk does not cross
 * the first five colons (IAMUG/reference_policies_elements_condition_operators).
 */
export const arnLike: Comparison = {
  compile: (wanted, variables) => {
    if (variables && wanted.includes("${")) {
      const parts = arnParts(wanted).map((part) => patternIn(part, true));
      return (value, context) => {
        const patterns = parts.map((part) => part(context));
        return patterns.every((pattern) => pattern !== undefined) ? matchParts(patterns, value) : undefined;
      };
    }
    const parts = arnParts(wanted).map(compilePattern);
    return (value) => matchParts(parts, value);
  },
};

function matchParts(patterns: readonly Pattern[], value: string): boolean {
  const parts = arnParts(value);
  // A lone asterisk is every ARN.
  if (patterns.length === 1 && patterns[0]?.text === "*") return true;
  if (parts.length !== patterns.length) return false;
  return patterns.every((pattern, index) => matches(pattern, parts[index] ?? ""));
}

/** The first five parts and the rest; colons inside `${…}` do not count. */
function arnParts(arn: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  for (let index = 0; index < arn.length && parts.length < 5; index++) {
    const character = arn[index];
    if (character === "{") depth++;
    else if (character === "}") depth--;
    else if (character === ":" && depth <= 0) {
      parts.push(arn.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(arn.slice(start));
  return parts;
}
