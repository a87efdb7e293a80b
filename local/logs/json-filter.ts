import { isObject, type Json, own } from "../json.ts";
import { invalidParameter, unreadablePattern } from "./errors.ts";
import type { MessageFilter } from "./filter-pattern.ts";
import { expressionOf, wildcards } from "./text-patterns.ts";
import { type Test, Tokens } from "./tokens.ts";

type JsonTest = Test<Json>;

const TOKEN =
  /\s*(\$(?:\.[A-Za-z0-9_-]+|\[[^\]]+\])+|&&|\|\||!=|<=|>=|[=<>(){}]|"(?:[^"\\]|\\.)*"|%[^%]+%|[^\s()=<>!&|{}"]+)/y;

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
  switch (operator) {
    case "IS":
      return literal(select, tokens.next());
    case "NOT":
      tokens.expect("EXISTS");
      return (document) => select(document) === undefined;
    case "=":
      return equal(select, tokens.next());
    case "!=": {
      const fits = equal(select, tokens.next());
      return (document) => select(document) !== undefined && !fits(document);
    }
    case "<":
      return ordered(select, tokens.next(), (value, wanted) => value < wanted);
    case "<=":
      return ordered(select, tokens.next(), (value, wanted) => value <= wanted);
    case ">":
      return ordered(select, tokens.next(), (value, wanted) => value > wanted);
    case ">=":
      return ordered(select, tokens.next(), (value, wanted) => value >= wanted);
    default:
      throw unreadablePattern();
  }
}

/** `$.a.b[0]["c"]` */
function selector(path: string): (document: Json) => Json | undefined {
  const steps = [...path.slice(1).matchAll(/\.([A-Za-z0-9_-]+)|\[(?:"([^"]+)"|'([^']+)'|([^\]]+))\]/g)].map(
    ([, name, double, single, index]) => name ?? double ?? single ?? index ?? "",
  );
  return (document) => {
    let value: Json | undefined = document;
    for (const step of steps) {
      if (Array.isArray(value)) value = value[Number(step)] as Json | undefined;
      else value = isObject(value) ? own(value, step) : undefined;
    }
    return value;
  };
}

type Select = ReturnType<typeof selector>;

function literal(select: Select, name: string): JsonTest {
  const wanted = new Map<string, Json>([
    ["NULL", null],
    ["TRUE", true],
    ["FALSE", false],
  ]).get(name);
  if (wanted === undefined) throw unreadablePattern();
  return (document) => select(document) === wanted;
}

/** Text with `*` in it, a regular expression, or a number. */
function equal(select: Select, token: string): JsonTest {
  if (token.startsWith("%")) {
    const fits = expressionOf(token.slice(1, -1));
    return (document) => {
      const value = select(document);
      return value !== undefined && fits(String(value));
    };
  }
  const text = token.startsWith('"') ? token.slice(1, -1).replace(/\\(.)/g, "$1") : token;
  if (text.includes("*")) {
    const fits = wildcards(text);
    return (document) => {
      const value = select(document);
      return (typeof value === "string" || typeof value === "number") && fits(String(value));
    };
  }
  const number = token.startsWith('"') || text.trim() === "" ? Number.NaN : Number(text);
  return (document) => {
    const value = select(document);
    return typeof value === "number" ? value === number : value === text;
  };
}

function ordered(select: Select, token: string, compare: (value: number, wanted: number) => boolean): JsonTest {
  const wanted = Number(token);
  if (Number.isNaN(wanted)) throw unreadablePattern();
  return (document) => {
    const value = select(document);
    return typeof value === "number" && compare(value, wanted);
  };
}
