import type { BinaryOperator, Block, Expression, Reference, Step } from "./ast.ts";
import type { Scanner } from "./scanner.ts";

const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_-]*/y;
const FLOAT = /-?(?:\d+\.(?!\.)\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)/y;
const INTEGER = /-?\d+/y;

/** From the loosest to the tightest; longer spellings come before their beginnings. */
const LEVELS: readonly (readonly (readonly [spelling: RegExp, operator: BinaryOperator])[])[] = [
  [[/\|\||or\b/y, "||"]],
  [[/&&|and\b/y, "&&"]],
  [
    [/==|eq\b/y, "=="],
    [/!=|ne\b/y, "!="],
  ],
  [
    [/<=|le\b/y, "<="],
    [/>=|ge\b/y, ">="],
    [/<|lt\b/y, "<"],
    [/>|gt\b/y, ">"],
  ],
  [
    // A minus that touches a digit belongs to the number: Velocity 1.7 refuses `5 -3` and takes `5 - 3`.
    [/\+/y, "+"],
    [/-(?![\d.])/y, "-"],
  ],
  [
    [/\*/y, "*"],
    [/\//y, "/"],
    [/%/y, "%"],
  ],
];

/** Parses a double-quoted literal's text, which is a template of its own. */
export type ParseEmbedded = (text: string) => Block;

/** What stands inside a directive's parentheses. */
export function parseExpression(scanner: Scanner, embedded: ParseEmbedded, level = 0): Expression {
  const operators = LEVELS[level];
  if (operators === undefined) return parseUnary(scanner, embedded);
  let left = parseExpression(scanner, embedded, level + 1);
  for (;;) {
    scanner.skipSpace();
    const operator = operators.find(([spelling]) => scanner.match(spelling) !== undefined)?.[1];
    if (operator === undefined) return left;
    left = { kind: "binary", operator, left, right: parseExpression(scanner, embedded, level + 1) };
  }
}

function parseUnary(scanner: Scanner, embedded: ParseEmbedded): Expression {
  scanner.skipSpace();
  if (scanner.match(/!(?!=)|not\b/y) !== undefined) return { kind: "not", operand: parseUnary(scanner, embedded) };
  if (!scanner.take("(")) return parsePrimary(scanner, embedded);
  const inner = parseExpression(scanner, embedded);
  scanner.skipSpace();
  scanner.expect(")");
  return inner;
}

/** What may be an argument, an item or an index: Velocity 1.7 takes no operators there. */
export function parsePrimary(scanner: Scanner, embedded: ParseEmbedded): Expression {
  scanner.skipSpace();
  const next = scanner.peek();
  if (next === '"' || next === "'") return parseString(scanner, embedded);
  if (next === "[") return parseList(scanner, embedded);
  if (next === "{") return parseMap(scanner, embedded);
  if (next === "$") {
    const reference = parseReference(scanner, embedded);
    if (reference === undefined) throw scanner.fail("expected a reference");
    return { kind: "reference", reference };
  }
  const float = scanner.match(FLOAT);
  if (float !== undefined) return { kind: "literal", value: Number(float) };
  const integer = scanner.match(INTEGER);
  if (integer !== undefined) return { kind: "literal", value: BigInt(integer) };
  const word = scanner.match(/(?:true|false)(?![A-Za-z0-9_-])/y);
  if (word !== undefined) return { kind: "literal", value: word === "true" };
  throw scanner.fail("expected a value");
}

function parseString(scanner: Scanner, embedded: ParseEmbedded): Expression {
  const start = scanner.at;
  const literal = scanner.match(/"(?:[^"]|"")*"|'(?:[^']|'')*'/y);
  if (literal === undefined) throw scanner.fail("the string is not closed", start);
  const quote = literal[0] ?? "";
  // Backslashes mean nothing in a literal, \uXXXX excepted; a quote inside is written twice (Velocity 1.7).
  const text = literal
    .slice(1, -1)
    .replaceAll(quote + quote, quote)
    .replace(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  if (quote === "'" || !/[$#]/.test(text)) return { kind: "literal", value: text };
  return { kind: "interpolated", body: embedded(text) };
}

function parseList(scanner: Scanner, embedded: ParseEmbedded): Expression {
  scanner.expect("[");
  if (scanner.take("]")) return { kind: "list", items: [] };
  const items = [parsePrimary(scanner, embedded)];
  scanner.skipSpace();
  const [first] = items;
  if (first !== undefined && scanner.take("..")) {
    const to = parsePrimary(scanner, embedded);
    scanner.skipSpace();
    scanner.expect("]");
    return { kind: "range", from: first, to };
  }
  while (scanner.take(",")) {
    items.push(parsePrimary(scanner, embedded));
    scanner.skipSpace();
  }
  scanner.expect("]");
  return { kind: "list", items };
}

function parseMap(scanner: Scanner, embedded: ParseEmbedded): Expression {
  scanner.expect("{");
  const entries: [Expression, Expression][] = [];
  scanner.skipSpace();
  while (!scanner.take("}")) {
    if (entries.length > 0) scanner.expect(",");
    const key = parsePrimary(scanner, embedded);
    scanner.skipSpace();
    scanner.expect(":");
    entries.push([key, parsePrimary(scanner, embedded)]);
    scanner.skipSpace();
  }
  return { kind: "map", entries };
}

/**
 * A reference, from its `$` on. Undefined, with nothing taken, where the `$` is plain text.
 */
export function parseReference(scanner: Scanner, embedded: ParseEmbedded): Reference | undefined {
  const start = scanner.at;
  const braced = scanner.match(/\$!?(\{?)(?=[A-Za-z_])/y)?.endsWith("{");
  if (braced === undefined) return undefined;
  const name = scanner.match(IDENTIFIER) ?? "";
  const path: Step[] = [];
  for (let step = parseStep(scanner, embedded); step !== undefined; step = parseStep(scanner, embedded))
    path.push(step);
  if (braced) scanner.expect("}");
  return { name, path, text: scanner.text.slice(start, scanner.at), at: scanner.position(start) };
}

function parseStep(scanner: Scanner, embedded: ParseEmbedded): Step | undefined {
  const start = scanner.at;
  if (scanner.peek() === "[") {
    scanner.at++;
    const index = parseIndex(scanner, embedded);
    scanner.skipSpace();
    scanner.expect("]");
    return { kind: "index", index, at: scanner.position(start) };
  }
  if (scanner.match(/\.(?=[A-Za-z_])/y) === undefined) return undefined;
  const name = scanner.match(IDENTIFIER) ?? "";
  if (!scanner.take("(")) return { kind: "property", name };
  const args: Expression[] = [];
  while (!scanner.take(")")) {
    if (args.length > 0) scanner.expect(",");
    args.push(parseArgument(scanner, embedded));
    scanner.skipSpace();
  }
  return { kind: "call", name, args, at: scanner.position(start) };
}

/** A bare word is an argument without a value: `$input.params(name)` asks for nothing, as `(null)` does. */
function parseArgument(scanner: Scanner, embedded: ParseEmbedded): Expression {
  scanner.skipSpace();
  const start = scanner.at;
  const word = scanner.match(IDENTIFIER);
  if (word !== undefined && word !== "true" && word !== "false") return { kind: "literal", value: null };
  scanner.at = start;
  return parsePrimary(scanner, embedded);
}

/** Neither lists nor maps nor fractions can be an index. */
function parseIndex(scanner: Scanner, embedded: ParseEmbedded): Expression {
  scanner.skipSpace();
  const start = scanner.at;
  if (scanner.match(FLOAT) !== undefined || /[[{]/.test(scanner.peek())) throw scanner.fail("expected an index", start);
  return parsePrimary(scanner, embedded);
}
