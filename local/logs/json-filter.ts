import { isObject, type Json, own } from "../json.ts";
import { invalidParameter, unreadablePattern } from "./errors.ts";
import type { MessageFilter } from "./filter-pattern.ts";
import { expressionOf, wildcards } from "./text-patterns.ts";
import { type Test, Tokens } from "./tokens.ts";

type JsonTest = Test<Json>;

/** Text without quotes has letters, digits and wildcards (FilterAndPatternSyntax: other characters need quotes). */
const TOKEN =
  /\s*(\$(?:\.[A-Za-z0-9_-]+|\.\*|\[[^\]]+\])+|&&|\|\||!=|<=|>=|[=<>(){}]|"(?:[^"\\]|\\.)*"|%[^%]+%|[A-Za-z0-9_.*+-]+)/y;

/**
 * Compiles `{ $.status = "ERROR" && ($.code >= 500 || $.retry IS TRUE) }`. Messages that are no JSON never fit.
 *
 * @throws AwsError `InvalidParameterException`.
 */
export function jsonFilter(pattern: string): MessageFilter {
  if (!pattern.endsWith("}")) throw invalidParameter("If a filter pattern starts with '{' it must end with '}'");
  const tokens = new Tokens(pattern, TOKEN);
  tokens.expect("{");
  const test = tokens.condition(() => readTest(tokens));
  tokens.expect("}");
  tokens.expectEnd();
  return (message) => {
    if (!message.startsWith("{") && !message.startsWith("[")) return false;
    try {
      return test(JSON.parse(message) as Json);
    } catch {
      return false;
    }
  };
}

/** `$.code >= 500` and the like. */
function readTest(tokens: Tokens): JsonTest {
  const path = tokens.next();
  if (!path.startsWith("$")) throw unreadablePattern();
  const select = selector(path);
  const operator = tokens.next();
  if (operator === "NOT") {
    tokens.expect("EXISTS");
    return (document) => select(document).length === 0;
  }
  const fits = readValueTest(operator, tokens.next());
  return (document) => select(document).some((found) => (found === null || typeof found !== "object") && fits(found));
}

/** What follows the field. A filter only looks at values: it fits no list or object, whatever it says of them. */
function readValueTest(operator: string, token: string): Test<Json> {
  switch (operator) {
    case "IS":
      return literal(token);
    case "=":
      return equal(token);
    case "!=": {
      const fits = equal(token);
      return (value) => !fits(value);
    }
    case "<":
      return ordered(token, (value, wanted) => value < wanted);
    case "<=":
      return ordered(token, (value, wanted) => value <= wanted);
    case ">":
      return ordered(token, (value, wanted) => value > wanted);
    case ">=":
      return ordered(token, (value, wanted) => value >= wanted);
    default:
      throw unreadablePattern();
  }
}

/** `$.a.b[0]["c"]`, and `$.a[*].b` for any of a list's items and `$.a.*` for any member [recall]. */
function selector(path: string): (document: Json) => readonly Json[] {
  const steps = [...path.slice(1).matchAll(/\.([A-Za-z0-9_*-]+)|\[(?:"([^"]+)"|'([^']+)'|([^\]]+))\]/g)].map(
    ([, name, double, single, index]) => name ?? double ?? single ?? index ?? "",
  );
  return (document) => {
    let found: readonly Json[] = [document];
    for (const step of steps) found = found.flatMap((value) => children(value, step));
    return found;
  };
}

function children(value: Json, step: string): readonly Json[] {
  const list = Array.isArray(value);
  if (!list && !isObject(value)) return [];
  if (step === "*") return Object.values(value);
  const child = list ? (value[Number(step)] as Json | undefined) : own(value, step);
  return child === undefined ? [] : [child];
}

function literal(name: string): Test<Json> {
  const wanted = new Map<string, Json>([
    ["NULL", null],
    ["TRUE", true],
    ["FALSE", false],
  ]).get(name);
  if (wanted === undefined) throw unreadablePattern();
  return (value) => value === wanted;
}

/** Text with `*` in it, a regular expression, or a number. */
function equal(token: string): Test<Json> {
  if (token.startsWith("%")) {
    const fits = expressionOf(token.slice(1, -1));
    return (value) => fits(String(value));
  }
  const text = token.startsWith('"') ? token.slice(1, -1).replace(/\\(.)/g, "$1") : token;
  if (text.includes("*")) {
    const fits = wildcards(text);
    return (value) => (typeof value === "string" || typeof value === "number") && fits(String(value));
  }
  const number = token.startsWith('"') || text.trim() === "" ? Number.NaN : Number(text);
  return (value) => (typeof value === "number" ? value === number : value === text);
}

function ordered(token: string, compare: (value: number, wanted: number) => boolean): Test<Json> {
  const wanted = Number(token);
  if (Number.isNaN(wanted)) throw unreadablePattern();
  return (value) => typeof value === "number" && compare(value, wanted);
}
