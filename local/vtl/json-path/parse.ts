import { own } from "../../json.ts";
import { JavaException } from "../java-exception.ts";
import { readJson } from "../json.ts";
import { Scanner } from "../scanner.ts";
import type { Value } from "../values.ts";
import { readFilter } from "./filter.ts";
import { FUNCTIONS } from "./functions.ts";
import { compileSteps } from "./select.ts";
import type { PathStep } from "./steps.ts";

const NAME = /[^.[\]()'"\s*]+/y;
/** Inside of a filter a name ends at operators, too. */
const NAME_IN_FILTER = /[^.[\]()'"\s*=<>!~&|,]+/y;
const CALL = /([a-z]+)\(/y;
const QUOTED_NAMES =
  /\[\s*((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?:\s*,\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))*)\s*\]/y;
const INDEXES = /\[\s*(-?\d+(?:\s*,\s*-?\d+)*)\s*\]/y;
/** Jayway knows no step width: a third part is not looked at. */
const SLICE = /\[\s*(?=-?\d|:\s*-?\d)(-?\d+)?\s*:\s*(-?\d+)?\s*(?::[^\]]*)?\]/y;
const WILDCARD = /\.\*|\[\s*\*\s*\]/y;
const FILTER = /\[\s*\?\s*/y;
const ARGUMENT = /\s*([^,()]*(?:\([^()]*\)[^,()]*)*)\s*([,)])/y;

/**
 * Takes a path apart, in Jayway's grammar.
 *
 * @throws JavaException where the text is no path.
 */
export function parsePath(text: string): readonly PathStep[] {
  const scanner = new Scanner(/^[$@]/.test(text) ? text : `$.${text}`);
  scanner.at = 1;
  const steps = readSteps(scanner, NAME);
  if (!scanner.ended) throw invalid(scanner);
  return functionOverScan(steps);
}

function readSteps(scanner: Scanner, name: RegExp): readonly PathStep[] {
  const steps: PathStep[] = [];
  for (;;) {
    const step = readStep(scanner, name, steps.at(-1)?.kind === "descend");
    if (step === undefined) break;
    steps.push(step);
  }
  if (steps.at(-1)?.kind === "descend") throw invalid(scanner);
  return steps.map((step, index) => (step.kind === "names" ? { ...step, merged: index === steps.length - 1 } : step));
}

function readStep(scanner: Scanner, name: RegExp, scanned: boolean): PathStep | undefined {
  if (scanner.match(/\.(?=\.)/y) !== undefined) {
    // A bracket needs no dot of its own after `..`.
    scanner.match(/\.(?=\[)/y);
    return { kind: "descend" };
  }
  if (scanner.match(WILDCARD) !== undefined) return { kind: "wildcard" };
  if (scanner.peek() === ".") return readNamed(scanner, name);
  if (scanner.peek() !== "[") return undefined;
  if (scanner.match(FILTER) !== undefined) {
    const keeps = readFilter(scanner, (inner) => readSteps(inner, NAME_IN_FILTER));
    if (scanner.match(/\s*\]/y) === undefined) throw invalid(scanner);
    return { kind: "filter", keeps, scanned };
  }
  return readBracket(scanner, scanned);
}

function readNamed(scanner: Scanner, pattern: RegExp): PathStep | undefined {
  const start = scanner.at++;
  const call = scanner.match(CALL);
  if (call !== undefined) return readCall(scanner, call.slice(0, -1));
  const name = scanner.match(pattern);
  if (name !== undefined) return { kind: "name", name };
  scanner.at = start;
  return undefined;
}

function readBracket(scanner: Scanner, scanned: boolean): PathStep | undefined {
  const quoted = scanner.match(QUOTED_NAMES);
  if (quoted !== undefined) {
    const names = Array.from(quoted.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g), ([, single, double]) =>
      (single ?? double ?? "").replace(/\\(.)/g, "$1"),
    );
    const [only = ""] = names;
    return names.length === 1 ? { kind: "name", name: only } : { kind: "names", names, merged: false, scanned };
  }
  const indexes = scanner.match(INDEXES);
  if (indexes !== undefined) return { kind: "indexes", indexes: indexes.slice(1, -1).split(",").map(Number) };
  const slice = scanner.match(SLICE);
  if (slice === undefined) return undefined;
  const [from, to] = slice
    .slice(1, -1)
    .split(":")
    .map((part) => (part.trim() === "" ? undefined : Number(part)));
  return { kind: "slice", from, to };
}

/** Arguments are JSON, or paths that begin anew at the root. */
function readCall(scanner: Scanner, name: string): PathStep {
  const run = own(FUNCTIONS, name);
  if (run === undefined) {
    throw new JavaException(`com.jayway.jsonpath.InvalidPathException: Function with name: ${name} does not exist.`);
  }
  const args: ((root: Value) => Value)[] = [];
  for (;;) {
    const part = scanner.match(ARGUMENT);
    if (part === undefined) throw invalid(scanner);
    const text = part.slice(0, -1).trim();
    if (text !== "") args.push(argument(text, scanner));
    if (part.endsWith(")")) break;
  }
  return {
    kind: "function",
    name,
    run: (value, root) =>
      run(
        value,
        args.map((read) => read(root)),
      ),
  };
}

function argument(text: string, scanner: Scanner): (root: Value) => Value {
  if (/^[$@]/.test(text)) {
    const follow = compileSteps(parsePath(text));
    return (root) => follow(root, root) ?? null;
  }
  try {
    const value = readJson(text);
    return () => value;
  } catch {
    throw invalid(scanner);
  }
}

/**
 * `$..a.sum()` is `$.sum($..a)`: the function gets all that was found, and not each; `length()` counts what is in them
 * (Jayway's `invertScannerFunctionIfPossible`).
 */
function functionOverScan(steps: readonly PathStep[]): readonly PathStep[] {
  const [first] = steps;
  const at = steps.findIndex(({ kind }) => kind === "function");
  const called = steps[at];
  if (first?.kind !== "descend" || called?.kind !== "function") return steps;
  const { name, run } = called;
  const counts = name === "length" || name === "size";
  const scan = compileSteps([...steps.slice(0, at), ...(counts ? [{ kind: "wildcard" } as const] : [])]);
  const over = (_value: Value, root: Value): Value => run(scan(root, root) ?? null, root);
  return [{ kind: "function", name, run: over }, ...steps.slice(at + 1)];
}

function invalid({ text, at }: Scanner): JavaException {
  return new JavaException(
    `com.jayway.jsonpath.InvalidPathException: ${JSON.stringify(text)} is not a JSONPath (position ${at})`,
  );
}
