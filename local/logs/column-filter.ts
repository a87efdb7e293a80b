import { invalidParameter, unreadablePattern } from "./errors.ts";
import type { MessageFilter } from "./filter-pattern.ts";
import { expressionOf, wildcards } from "./text-patterns.ts";
import { type Test, Tokens } from "./tokens.ts";

/** A column's condition on its text; columns without one take anything. */
type ColumnTest = Test<string>;

const TOKEN = /\s*(\.\.\.|&&|\|\||!=|<=|>=|[=<>(),]|"(?:[^"\\]|\\.)*"|%[^%]+%|[A-Za-z0-9_.*+-]+)/y;
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
  const { first, last } = readColumns(new Tokens(pattern.slice(1, -1), TOKEN));
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

/** The columns before the ellipsis, and those after it where there is one. */
function readColumns(tokens: Tokens): { first: readonly ColumnTest[]; last: readonly ColumnTest[] | undefined } {
  const first: ColumnTest[] = [];
  let last: ColumnTest[] | undefined;
  do {
    if (!tokens.accept("...")) (last ?? first).push(readColumn(tokens));
    else if (last === undefined) last = [];
    else throw unreadablePattern();
  } while (tokens.accept(","));
  tokens.expectEnd();
  return { first, last };
}

/** A column may go without a name and a condition; it has one name, also in AWS's own documentation's example (awsdocs/amazon-cloudwatch-logs-user-guide#21). */
function readColumn(tokens: Tokens): ColumnTest {
  if (tokens.peek() === "," || tokens.peek() === undefined) return ANY;
  let column: string | undefined;
  return tokens.condition(() => {
    const name = tokens.next();
    if (!/^\w+$/.test(name) || (column ?? name) !== name) throw unreadablePattern();
    column = name;
    const operator = tokens.peek();
    if (operator === undefined || !/^(?:!=|[<>]=?|=)$/.test(operator)) return ANY;
    return condition(tokens.next(), tokens.next());
  });
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
