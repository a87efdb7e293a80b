import { parseFilter } from "./parse-filter.ts";
import { PathReader } from "./path-reader.ts";
import type { ParsedPath, Root, Step } from "./steps.ts";
import { PathSyntaxError } from "./syntax-error.ts";

/** A variable's name is a Unicode identifier. AWS: DG/workflow-variables. */
const VARIABLE_NAME = /\p{ID_Start}\p{ID_Continue}*/uy;

/**
 * Takes a path apart, in Jayway's grammar and with AWS's three roots.
 *
 * @throws PathSyntaxError where the text is no path.
 */
export function parsePath(text: string): ParsedPath {
  const reader = new PathReader(text);
  const root = readRoot(reader);
  const steps = readSteps(reader, false);
  if (!reader.atEnd) throw new PathSyntaxError(`Could not parse token starting at position ${reader.position}`);
  return { root, steps };
}

function readRoot(reader: PathReader): Root {
  if (!reader.take("$")) throw new PathSyntaxError("Path must start with '$'");
  if (reader.take("$")) return { kind: "context" };
  const name = reader.match(VARIABLE_NAME);
  return name === undefined ? { kind: "input" } : { kind: "variable", name };
}

/**
 * Reads steps as far as they go.
 *
 * @param inFilter Inside of a filter a bare name also ends at operators and blanks.
 */
export function readSteps(reader: PathReader, inFilter: boolean): readonly Step[] {
  const steps: Step[] = [];
  for (;;) {
    if (reader.take("..")) {
      steps.push({ kind: "scan" });
      steps.push(reader.peek() === "[" ? readBracket(reader) : readName(reader, inFilter));
    } else if (reader.take(".")) {
      steps.push(reader.peek() === "[" ? readBracket(reader) : readName(reader, inFilter));
    } else if (reader.peek() === "[") {
      steps.push(readBracket(reader));
    } else {
      return steps;
    }
  }
}

/** A name after a dot. Functions such as `length()` are names too: AWS reads them as a missing property. */
function readName(reader: PathReader, inFilter: boolean): Step {
  if (reader.take("*")) return { kind: "wildcard" };
  const name = reader.until(inFilter ? ".[()=<>!~&|, \t\n\r]" : ".[");
  if (name === "") throw new PathSyntaxError("Path must not end with a '.' or '..'");
  if (!inFilter && /\s/.test(name)) {
    throw new PathSyntaxError(
      `Use bracket notion ['my prop'] if your property contains blank characters. position: ${reader.position}`,
    );
  }
  return { kind: "name", name };
}

function readBracket(reader: PathReader): Step {
  reader.expect("[");
  reader.skipBlanks();
  const next = reader.peek();
  let step: Step;
  if (next === "'" || next === '"') step = readNames(reader);
  else if (reader.take("*")) step = { kind: "wildcard" };
  else if (reader.take("?")) step = { kind: "filter", keeps: readFilter(reader) };
  else if (next === "-" || next === ":" || (next >= "0" && next <= "9")) step = readIndexes(reader);
  else throw new PathSyntaxError("'[' must be followed by ' or '['");
  reader.skipBlanks();
  reader.expect("]");
  return step;
}

function readNames(reader: PathReader): Step {
  const names: string[] = [];
  do {
    reader.skipBlanks();
    names.push(reader.quoted());
    reader.skipBlanks();
  } while (reader.take(","));
  const [first] = names;
  return names.length === 1 && first !== undefined ? { kind: "name", name: first } : { kind: "names", names };
}

function readFilter(reader: PathReader): ReturnType<typeof parseFilter> {
  reader.skipBlanks();
  if (reader.peek() !== "(") throw new PathSyntaxError("Expected '(' after '?'");
  return parseFilter(reader);
}

function readIndexes(reader: PathReader): Step {
  const text = reader.until("]");
  if (text.includes(":")) return readSlice(text);
  const indexes = text.split(",").map((part) => {
    if (!/^\s*-?\d{1,10}\s*$/.test(part)) throw new PathSyntaxError(`Failed to parse ArrayIndexOperation: ${text}`);
    return Number(part);
  });
  const [first] = indexes;
  return indexes.length === 1 && first !== undefined ? { kind: "index", index: first } : { kind: "indexes", indexes };
}

/** Jayway knows no step width: a third part is not looked at. */
function readSlice(text: string): Step {
  const parts = text.split(":").map((part) => part.trim());
  const bound = (part: string | undefined): number | undefined => {
    if (part === undefined || part === "") return undefined;
    if (!/^-?\d{1,10}$/.test(part)) throw new PathSyntaxError(`Failed to parse SliceOperation: ${text}`);
    return Number(part);
  };
  const [from, to] = [bound(parts[0]), bound(parts[1])];
  if (from === undefined && to === undefined) throw new PathSyntaxError(`Failed to parse SliceOperation: ${text}`);
  return { kind: "slice", from, to };
}
