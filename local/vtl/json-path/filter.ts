import { matchedTexts } from "../../jayway/operators.ts";
import { JavaException } from "../java-exception.ts";
import { javaPattern, PatternError } from "../java-regex.ts";
import { readJson } from "../json.ts";
import type { Scanner } from "../scanner.ts";
import { matching } from "../string-methods.ts";
import type { Value } from "../values.ts";
import { COMPARISONS, JAVA_VALUES, type Side } from "./comparisons.ts";
import { compileSteps } from "./select.ts";
import type { PathStep, Predicate } from "./steps.ts";

/** Reads the steps of a path inside of a filter, which ends at blanks and operators. */
export type ReadSteps = (scanner: Scanner) => readonly PathStep[];

type Operand = (item: Value, root: Value) => Side;
type Operator = keyof typeof COMPARISONS | "=~";

const OPERATOR = /===?|!==?|<=|>=|=~|<|>|(?:subsetof|anyof|noneof|contains|size|empty|nin|in|all)(?=\s)/iy;
const LITERAL = /true\b|false\b|null\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const QUOTED = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/y;
const DEEPEST = 100;

/**
 * Reads `(…)` after `[?`: `&&`, `||`, `!`, parentheses, comparisons and existence, in Jayway's grammar.
 *
 * @throws JavaException where it is none.
 */
export function readFilter(scanner: Scanner, readSteps: ReadSteps, depth = 0): Predicate {
  if (depth > DEEPEST) throw invalid(scanner, "it is nested too deeply");
  expect(scanner, "(");
  const alternatives: Predicate[] = [];
  do {
    const terms: Predicate[] = [];
    do terms.push(readTerm(scanner, readSteps, depth));
    while (skipTo(scanner, "&&"));
    alternatives.push((item, root) => terms.every((term) => term(item, root)));
  } while (skipTo(scanner, "||"));
  scanner.skipSpace();
  expect(scanner, ")");
  return (item, root) => alternatives.some((alternative) => alternative(item, root));
}

function readTerm(scanner: Scanner, readSteps: ReadSteps, depth: number): Predicate {
  scanner.skipSpace();
  if (scanner.match(/!(?!=)/y) !== undefined) {
    if (depth > DEEPEST) throw invalid(scanner, "it is nested too deeply");
    const inner = readTerm(scanner, readSteps, depth + 1);
    return (item, root) => !inner(item, root);
  }
  return scanner.peek() === "(" ? readFilter(scanner, readSteps, depth + 1) : readComparison(scanner, readSteps);
}

function readComparison(scanner: Scanner, readSteps: ReadSteps): Predicate {
  const isPath = scanner.peek() === "@" || scanner.peek() === "$";
  const left = readOperand(scanner, readSteps);
  scanner.skipSpace();
  const operator = scanner.match(OPERATOR)?.toLowerCase() as Operator | undefined;
  if (operator === undefined) {
    if (!isPath) throw invalid(scanner, "expected path node");
    return (item, root) => left(item, root) !== undefined;
  }
  scanner.skipSpace();
  if (operator === "=~") return readMatch(scanner, left);
  const compare = COMPARISONS[operator];
  const right = readOperand(scanner, readSteps);
  return (item, root) => compare(left(item, root), right(item, root));
}

function readOperand(scanner: Scanner, readSteps: ReadSteps): Operand {
  const next = scanner.peek();
  if (next === "@" || next === "$") {
    scanner.at++;
    const follow = compileSteps(readSteps(scanner));
    return next === "@" ? follow : (_item, root) => follow(root, root);
  }
  const value = readLiteral(scanner);
  return () => value;
}

function readLiteral(scanner: Scanner): Value {
  const quoted = scanner.match(QUOTED);
  if (quoted !== undefined) return quoted.slice(1, -1).replace(/\\(.)/gs, "$1");
  const next = scanner.peek();
  if (next === "[" || next === "{") return readStructure(scanner);
  const text = scanner.match(LITERAL);
  if (text === undefined) throw invalid(scanner, "a value is missing");
  return readJson(text);
}

/** A list or object: JSON, in which Jayway also takes single quotes. */
function readStructure(scanner: Scanner): Value {
  const start = scanner.at;
  let text = "";
  let depth = 0;
  do {
    const quoted = scanner.match(QUOTED);
    const part = quoted ?? scanner.peek();
    if (part === "") throw invalid(scanner, "a list or object is not closed", start);
    if (quoted === undefined) scanner.at++;
    if (part === "[" || part === "{") depth++;
    if (part === "]" || part === "}") depth--;
    text += part.startsWith("'") ? JSON.stringify(part.slice(1, -1).replace(/\\(.)/gs, "$1")) : part;
  } while (depth > 0);
  try {
    return readJson(text);
  } catch {
    throw invalid(scanner, `${text} is not JSON`, start);
  }
}

/** `=~ /pattern/flags` matches the whole text, as `Matcher.matches` does. */
function readMatch(scanner: Scanner, left: Operand): Predicate {
  const literal = scanner.match(/\/(?:[^/\\]|\\.)*\/[a-zA-Z]*/y);
  if (literal === undefined) throw invalid(scanner, "a pattern is missing");
  const end = literal.lastIndexOf("/");
  const flags = literal.slice(end + 1).replace(/[^ims]/g, "");
  const source = literal.slice(1, end).replaceAll("\\/", "/");
  const whole = wholePattern(`${flags === "" ? "" : `(?${flags})`}${source}`);
  return (item, root) => {
    const texts = matchedTexts(JAVA_VALUES, left(item, root));
    return texts.some((text) => matching(whole, text, () => whole.test(text)));
  };
}

function wholePattern(text: string): RegExp {
  try {
    return javaPattern(text).whole;
  } catch (error) {
    if (error instanceof PatternError) throw new JavaException(error.message);
    throw error;
  }
}

function skipTo(scanner: Scanner, expected: string): boolean {
  scanner.skipSpace();
  return scanner.take(expected);
}

function expect(scanner: Scanner, expected: string): void {
  if (!scanner.take(expected)) throw invalid(scanner, `expected character: ${expected}`);
}

function invalid({ text }: Scanner, why: string, at?: number): JavaException {
  const place = at === undefined ? "" : ` at ${at}`;
  return new JavaException(
    `com.jayway.jsonpath.InvalidPathException: the filter of ${JSON.stringify(text)}: ${why}${place}`,
  );
}
