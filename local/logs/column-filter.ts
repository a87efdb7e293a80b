import { invalidParameter } from "./errors.ts";
import { expressionOf, type MessageFilter, unreadablePattern } from "./filter-pattern.ts";
import { wildcards } from "./json-filter.ts";

/** A column's condition on its text; columns without one take anything. */
type ColumnTest = (text: string) => boolean;

const TOKEN = /\s*(\.\.\.|&&|\|\||!=|<=|>=|[=<>(),]|"(?:[^"\\]|\\.)*"|%[^%]+%|[^\s()=<>!&|,"%]+)/y;
/** The columns of a line: words, and what stands in brackets or quotes as one. */
const COLUMN = /\[([^\]]*)\]|"([^"]*)"|(\S+)/g;
const ANY: ColumnTest = () => true;

/**
 * Compiles `[ip, ..., status = 4* && status != 404, bytes > 1000]` (CloudWatch Logs user guide, "Match terms in
 * space-delimited log events"): the columns of a line from its beginning and, after an ellipsis, up to its end.
 *
 * @throws AwsError `InvalidParameterException`.
 */
export function columnFilter(pattern: string): MessageFilter {
  if (!pattern.endsWith("]")) throw invalidParameter("If a filter pattern starts with '[' it must end with ']'");
  const parser = new Columns(tokenise(pattern.slice(1, -1)));
  const { first, last } = parser.whole();
  return (message) => {
    const columns = [...message.matchAll(COLUMN)].map(
      ([, bracketed, quoted, word]) => bracketed ?? quoted ?? word ?? "",
    );
    if (columns.length < first.length + (last?.length ?? 0)) return false;
    const from = columns.length - (last?.length ?? 0);
    return (
      first.every((test, index) => test(columns[index] ?? "")) &&
      (last ?? []).every((test, index) => test(columns[from + index] ?? ""))
    );
  };
}

function tokenise(pattern: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  const text = pattern.trimEnd();
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw unreadablePattern();
    tokens.push(token);
  }
  return tokens;
}

/** Recursive descent over the columns; within one `||` binds less than `&&`. */
class Columns {
  readonly #tokens: readonly string[];
  #at = 0;
  #name: string | undefined;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  /** The columns before the ellipsis, and those after it where there is one. */
  whole(): { readonly first: readonly ColumnTest[]; readonly last: readonly ColumnTest[] | undefined } {
    const first: ColumnTest[] = [];
    let last: ColumnTest[] | undefined;
    do {
      this.#name = undefined;
      if (!this.#accept("...")) (last ?? first).push(this.#or());
      else if (last === undefined) last = [];
      else throw unreadablePattern();
    } while (this.#accept(","));
    if (this.#at < this.#tokens.length) throw unreadablePattern();
    return { first, last };
  }

  #or(): ColumnTest {
    const tests = [this.#and()];
    while (this.#accept("||")) tests.push(this.#and());
    return (text) => tests.some((test) => test(text));
  }

  #and(): ColumnTest {
    const tests = [this.#single()];
    while (this.#accept("&&")) tests.push(this.#single());
    return (text) => tests.every((test) => test(text));
  }

  #single(): ColumnTest {
    if (this.#accept("(")) {
      const test = this.#or();
      if (!this.#accept(")")) throw unreadablePattern();
      return test;
    }
    const name = this.#next();
    // A column has one name, also in AWS's own documentation's example (awsdocs/amazon-cloudwatch-logs-user-guide#21).
    if (!/^\w+$/.test(name) || (this.#name ?? name) !== name) throw unreadablePattern();
    this.#name = name;
    const operator = this.#tokens[this.#at];
    if (operator === undefined || !/^(?:!=|[<>]=?|=)$/.test(operator)) return ANY;
    this.#at++;
    return condition(operator, this.#next());
  }

  #next(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw unreadablePattern();
    return token;
  }

  #accept(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at++;
    return true;
  }
}

function condition(operator: string, token: string): ColumnTest {
  if (operator === "=") return equal(token);
  if (operator === "!=") {
    const fits = equal(token);
    return (text) => !fits(text);
  }
  const limit = Number(token);
  if (Number.isNaN(limit)) throw unreadablePattern();
  return (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (operator === "<") return value < limit;
    if (operator === "<=") return value <= limit;
    return operator === ">" ? value > limit : value >= limit;
  };
}

/** Text with `*` in it, a regular expression, or a number in whatever spelling. */
function equal(token: string): ColumnTest {
  if (/^[(),=<>]|^(?:&&|\|\||!=)$/.test(token)) throw unreadablePattern();
  if (token.startsWith("%")) return expressionOf(token.slice(1, -1));
  const text = token.startsWith('"') ? token.slice(1, -1).replace(/\\(.)/g, "$1") : token;
  if (text.includes("*")) return wildcards(text);
  const number = token.startsWith('"') ? Number.NaN : Number(text);
  return (value) => value === text || (!Number.isNaN(number) && value !== "" && Number(value) === number);
}
