import { matchedTexts, type Operator } from "../../jayway/operators.ts";
import type { Json } from "../../json.ts";
import { guardedTest } from "../guarded-regexp.ts";
import type { Budget } from "./budget.ts";
import { collect, PathMismatch } from "./collect.ts";
import { COMPARISONS, JSON_VALUES } from "./comparisons.ts";
import { readSteps } from "./parse.ts";
import type { PathReader } from "./path-reader.ts";
import { isDefinite, type Predicate } from "./steps.ts";
import { PathSyntaxError } from "./syntax-error.ts";

/** What stands on one side of a comparison: its value for an item, undefined where a path leads nowhere. */
type Operand = (item: Json, root: Json, budget: Budget) => Json | undefined;

const OPERATORS: readonly (Operator | "=~")[] = [
  "===", "!==", "==", "!=", "<=", ">=", "=~", "<", ">",
  "subsetof", "contains", "noneof", "anyof", "empty", "size", "nin", "in", "all",
]; // biome-ignore format: longer before shorter, symbols before words

/** Deeper than any filter that people write, and far from the end of the stack. */
const DEEPEST_NESTING = 100;

/**
 * Reads a filter in parentheses, in Jayway's grammar: `&&`, `||`, `!`, parentheses, comparisons and existence.
 *
 * @throws PathSyntaxError where it is none.
 */
export function parseFilter(reader: PathReader, depth = 0): Predicate {
  if (depth > DEEPEST_NESTING) throw new PathSyntaxError("Filter is nested too deeply");
  reader.expect("(");
  const predicate = readOr(reader, depth);
  reader.skipBlanks();
  reader.expect(")");
  return predicate;
}

function readOr(reader: PathReader, depth: number): Predicate {
  const terms = [readAnd(reader, depth)];
  while (skipTo(reader, "||")) terms.push(readAnd(reader, depth));
  const [only] = terms;
  return terms.length === 1 && only ? only : (item, root, budget) => terms.some((term) => term(item, root, budget));
}

function readAnd(reader: PathReader, depth: number): Predicate {
  const terms = [readTerm(reader, depth)];
  while (skipTo(reader, "&&")) terms.push(readTerm(reader, depth));
  const [only] = terms;
  return terms.length === 1 && only ? only : (item, root, budget) => terms.every((term) => term(item, root, budget));
}

function skipTo(reader: PathReader, expected: string): boolean {
  reader.skipBlanks();
  return reader.take(expected);
}

function readTerm(reader: PathReader, depth: number): Predicate {
  reader.skipBlanks();
  if (reader.take("!")) {
    if (depth > DEEPEST_NESTING) throw new PathSyntaxError("Filter is nested too deeply");
    const inner = readTerm(reader, depth + 1);
    return (item, root, budget) => !inner(item, root, budget);
  }
  if (reader.peek() === "(") return parseFilter(reader, depth + 1);
  return readComparison(reader);
}

function readComparison(reader: PathReader): Predicate {
  const left = readOperand(reader);
  reader.skipBlanks();
  const operator = readOperator(reader);
  if (operator === undefined) return (item, root, budget) => left(item, root, budget) !== undefined;
  reader.skipBlanks();
  if (operator === "=~") return readMatch(reader, left);
  const right = readOperand(reader);
  const compare = COMPARISONS[operator];
  return (item, root, budget) => compare(left(item, root, budget), right(item, root, budget));
}

function readOperator(reader: PathReader): Operator | "=~" | undefined {
  const operator = OPERATORS.find((candidate) => reader.text.startsWith(candidate, reader.position));
  if (operator === undefined) return undefined;
  reader.position += operator.length;
  return operator;
}

function readOperand(reader: PathReader): Operand {
  const next = reader.peek();
  if (next === "@" || next === "$") {
    reader.position++;
    return pathOperand(reader, next === "@");
  }
  if (next === "'" || next === '"') {
    const text = reader.quoted();
    return () => text;
  }
  const value = next === "[" || next === "{" ? readJson(reader) : readScalar(reader);
  return () => value;
}

function pathOperand(reader: PathReader, fromItem: boolean): Operand {
  const steps = readSteps(reader, true);
  const definite = isDefinite(steps);
  return (item, root, budget) => {
    try {
      const found = collect(steps, fromItem ? item : root, root, budget);
      return definite ? found[0] : found;
    } catch (reason) {
      if (reason instanceof PathMismatch) return undefined;
      throw reason;
    }
  };
}

function readScalar(reader: PathReader): Json {
  const text = reader.match(/(?:true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=[\s)&|<>=!]|$)/y);
  if (text === undefined) return readBareText(reader);
  const value: unknown = JSON.parse(text.replace(/^(-?)0+(?=\d)/, "$1"));
  return value as Json;
}

/** AWS also takes a text without quotes: `[?(@.state==done)]` (nibble-4bits/aws-local-stepfunctions#79, getmoto/moto#7825). */
function readBareText(reader: PathReader): string {
  const text = reader.match(/(?:(?!&&|\|\|)[^()<>=!@$'"[\]{}])+/y)?.trim() ?? "";
  if (text === "") throw new PathSyntaxError(`Failed to parse filter at position ${reader.position}`);
  return text;
}

/** An array or object literal: JSON, in which Jayway also takes single quotes. */
function readJson(reader: PathReader): Json {
  const start = reader.position;
  let depth = 0;
  do {
    const next = reader.peek();
    if (next === "") throw new PathSyntaxError(`Failed to parse filter at position ${start}`);
    if (next === "'" || next === '"') {
      reader.quoted();
      continue;
    }
    if (next === "[" || next === "{") depth++;
    if (next === "]" || next === "}") depth--;
    reader.position++;
  } while (depth > 0);
  const text = reader.text.slice(start, reader.position);
  try {
    return JSON.parse(text.replace(/'((?:[^'\\]|\\.)*)'/g, (_all, inner: string) => JSON.stringify(inner))) as Json;
  } catch {
    throw new PathSyntaxError(`Failed to parse filter at position ${start}`);
  }
}

function readMatch(reader: PathReader, left: Operand): Predicate {
  reader.expect("/");
  let source = "";
  while (reader.peek() !== "/") {
    if (reader.atEnd) throw new PathSyntaxError("Regular expression has not been closed");
    if (reader.peek() === "\\") source += reader.text[reader.position++];
    source += reader.text[reader.position++] ?? "";
  }
  reader.position++;
  const flags = reader.match(/[a-zA-Z]*/y) ?? "";
  const matches = fullMatch(source, flags);
  return (item, root, budget) => {
    const texts = matchedTexts(JSON_VALUES, left(item, root, budget));
    return texts.some((text) => matches(text, budget));
  };
}

/** Jayway matches the whole text, as Java's `matches()`; Java's flags without a counterpart are refused. */
function fullMatch(source: string, flags: string): (text: string, budget: Budget) => boolean {
  try {
    const expression = new RegExp(`^(?:${source})$`, [...new Set(flags)].join(""));
    return (text, budget) => guardedTest(expression, text, budget);
  } catch {
    throw new PathSyntaxError(`Regular expression /${source}/${flags} is not valid`);
  }
}
