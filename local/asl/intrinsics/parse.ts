import { PathReader } from "../json-path/path-reader.ts";

/** An argument of a call as it is written. */
export type IntrinsicArgument =
  /** In single quotes; escapes not yet resolved. */
  | { readonly kind: "string"; readonly raw: string }
  | { readonly kind: "literal"; readonly value: number | boolean | null }
  | { readonly kind: "path"; readonly text: string }
  | IntrinsicCall;

/** A call, taken apart. */
export interface IntrinsicCall {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly IntrinsicArgument[];
}

/** The text is no call of an intrinsic function. */
export class IntrinsicSyntaxError extends Error {
  override readonly name = "IntrinsicSyntaxError";
}

/** AWS: DG/intrinsic-functions: "You can nest up to 10 intrinsic functions within a field in your workflows." */
const DEEPEST_NESTING = 10;

/** @throws IntrinsicSyntaxError */
export function parseIntrinsic(text: string): IntrinsicCall {
  const reader = new PathReader(text);
  reader.skipBlanks();
  const call = readCall(reader, 1);
  reader.skipBlanks();
  if (!reader.atEnd) throw new IntrinsicSyntaxError("There is text after the call");
  return call;
}

function readCall(reader: PathReader, depth: number): IntrinsicCall {
  if (depth > DEEPEST_NESTING) throw new IntrinsicSyntaxError("The calls are nested too deeply");
  const name = reader.match(/States\.[A-Za-z0-9]+/y);
  if (name === undefined) throw new IntrinsicSyntaxError("Not the name of an intrinsic function");
  reader.skipBlanks();
  if (!reader.take("(")) throw new IntrinsicSyntaxError("Expected '('");
  const args: IntrinsicArgument[] = [];
  reader.skipBlanks();
  if (!reader.take(")")) {
    do {
      reader.skipBlanks();
      args.push(readArgument(reader, depth));
      reader.skipBlanks();
    } while (reader.take(","));
    if (!reader.take(")")) throw new IntrinsicSyntaxError("Expected ',' or ')'");
  }
  return { kind: "call", name, args };
}

function readArgument(reader: PathReader, depth: number): IntrinsicArgument {
  const next = reader.peek();
  if (next === "'") return { kind: "string", raw: readRaw(reader) };
  if (next === "$") return { kind: "path", text: readPathText(reader) };
  if (next === "S") return readCall(reader, depth + 1);
  const literal = reader.match(/(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?=[\s,)]|$)/y);
  if (literal === undefined) throw new IntrinsicSyntaxError("Not an argument");
  return { kind: "literal", value: JSON.parse(literal) as number | boolean | null };
}

function readRaw(reader: PathReader): string {
  reader.position++;
  const raw = reader.match(/(?:[^'\\]|\\[\s\S])*/y) ?? "";
  if (!reader.take("'")) throw new IntrinsicSyntaxError("A string is not closed");
  return raw;
}

/** A path ends at the comma or parenthesis that is not inside of its brackets, filters or quotes. */
function readPathText(reader: PathReader): string {
  const start = reader.position;
  let depth = 0;
  while (!reader.atEnd) {
    const next = reader.peek();
    if (depth === 0 && (next === "," || next === ")")) break;
    if ((next === "'" || next === '"') && depth > 0) {
      reader.quoted();
      continue;
    }
    if (next === "(" || next === "[") depth++;
    if (next === ")" || next === "]") depth--;
    reader.position++;
  }
  return reader.text.slice(start, reader.position).trimEnd();
}
