import type { Context } from "./context.ts";
import { compilePattern, type Pattern, patternOf } from "./match.ts";

/** A pattern that may wait for the request's context; undefined when a variable has no value there. */
export type PatternIn = (context: Context) => Pattern | undefined;

const VARIABLE = /\$\{([^}]*)\}/g;
/** `${key, 'default'}` */
const WITH_DEFAULT = /^\s*([^,]*?)\s*(?:,\s*'([^']*)'\s*)?$/;
/** Characters that are written as variables to take away their meaning. */
const LITERALS = new Set(["*", "?", "$"]);

/**
 * Compiles a pattern with policy variables (IAMUG/reference_policies_variables): `${aws:PrincipalTag/team}`, the
 * literals `${*}`, `${?}` and `${$}`, and `${key, 'default'}`.
 *
 * @param variables false for policies older than 2012-10-17, in which a variable is plain text.
 */
export function patternIn(text: string, variables: boolean): PatternIn {
  if (!variables || !text.includes("${")) {
    const pattern = compilePattern(text);
    return () => pattern;
  }
  const parts = split(text);
  return (context) => {
    const filled: { text: string; literal: boolean }[] = [];
    for (const part of parts) {
      const value = part.variable === undefined ? part.text : lookUp(part.variable, context, part.fallback);
      if (value === undefined) return undefined;
      filled.push({ text: value, literal: part.literal });
    }
    return patternOf(text, filled);
  };
}

interface Part {
  readonly text: string;
  readonly literal: boolean;
  readonly variable?: string;
  readonly fallback?: string | undefined;
}

function split(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(VARIABLE)) {
    parts.push({ text: text.slice(end, match.index), literal: false });
    end = match.index + match[0].length;
    const name = match[1] ?? "";
    if (LITERALS.has(name)) {
      parts.push({ text: name, literal: true });
      continue;
    }
    const [, variable = "", fallback] = WITH_DEFAULT.exec(name) ?? [];
    parts.push({ text: "", literal: true, variable: variable.toLowerCase(), fallback });
  }
  parts.push({ text: text.slice(end), literal: false });
  return parts;
}

/** A key with several values cannot stand in a text. */
function lookUp(key: string, context: Context, fallback: string | undefined): string | undefined {
  const value = context.get(key);
  if (typeof value === "string") return value;
  return value?.length === 1 ? value[0] : fallback;
}
