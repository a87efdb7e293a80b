import { isObject, type Json } from "../json.ts";
import { invalidParameter } from "./errors.ts";
import { expressionOf, type MessageFilter, unreadablePattern } from "./filter-pattern.ts";

type JsonTest = (document: Json) => boolean;

const TOKEN =
  /\s*(\$(?:\.[A-Za-z0-9_-]+|\[[^\]]+\])+|&&|\|\||!=|<=|>=|[=<>(){}]|"(?:[^"\\]|\\.)*"|%[^%]+%|[^\s()=<>!&|{}"]+)/y;

/**
 * Compiles `{ $.status = "ERROR" && ($.code >= 500 || $.retry IS TRUE) }`. Messages that are no JSON never fit.
 *
 * @throws AwsError `InvalidParameterException`.
 */
export function jsonFilter(pattern: string): MessageFilter {
  if (!pattern.endsWith("}")) throw invalidParameter("If a filter pattern starts with '{' it must end with '}'");
  const test = new Parser(tokenise(pattern)).whole();
  return (message) => {
    if (!message.startsWith("{") && !message.startsWith("[")) return false;
    try {
      return test(JSON.parse(message) as Json);
    } catch {
      return false;
    }
  };
}

function tokenise(pattern: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < pattern.length) {
    const match = TOKEN.exec(pattern);
    if (match?.[1] === undefined) throw unreadablePattern();
    tokens.push(match[1]);
  }
  return tokens;
}

/** Recursive descent: `||` binds less than `&&`. */
class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  whole(): JsonTest {
    this.#expect("{");
    const test = this.#or();
    this.#expect("}");
    if (this.#at < this.#tokens.length) throw unreadablePattern();
    return test;
  }

  #or(): JsonTest {
    const tests = [this.#and()];
    while (this.#accept("||")) tests.push(this.#and());
    return (document) => tests.some((test) => test(document));
  }

  #and(): JsonTest {
    const tests = [this.#single()];
    while (this.#accept("&&")) tests.push(this.#single());
    return (document) => tests.every((test) => test(document));
  }

  #single(): JsonTest {
    if (this.#accept("(")) {
      const test = this.#or();
      this.#expect(")");
      return test;
    }
    const path = this.#next();
    if (!path.startsWith("$")) throw unreadablePattern();
    const select = selector(path);
    const operator = this.#next();
    switch (operator) {
      case "IS":
        return literal(select, this.#next());
      case "NOT":
        this.#expect("EXISTS");
        return (document) => select(document) === undefined;
      case "=":
        return comparison(select, this.#next(), (value, wanted) => value === wanted);
      case "!=": {
        const equal = comparison(select, this.#next(), (value, wanted) => value === wanted);
        return (document) => select(document) !== undefined && !equal(document);
      }
      case "<":
        return ordered(select, this.#next(), (value, wanted) => value < wanted);
      case "<=":
        return ordered(select, this.#next(), (value, wanted) => value <= wanted);
      case ">":
        return ordered(select, this.#next(), (value, wanted) => value > wanted);
      case ">=":
        return ordered(select, this.#next(), (value, wanted) => value >= wanted);
      default:
        throw unreadablePattern();
    }
  }

  #next(): string {
    return this.#tokens[this.#at++] ?? "its end";
  }

  #accept(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }

  #expect(token: string): void {
    if (!this.#accept(token)) throw unreadablePattern();
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
      else value = isObject(value) ? value[step] : undefined;
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

/** Text with `*` at either end, a regular expression, or a number. */
function comparison(select: Select, token: string, equal: (value: Json, wanted: Json) => boolean): JsonTest {
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
    if (typeof value === "number") return equal(value, number);
    return typeof value === "string" && equal(value, text);
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

/** Text in which `*` is any text. */
export function wildcards(text: string): MessageFilter {
  return expressionOf(`^${text.split("*").map(escaped).join("[^]*")}$`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
