import { JavaException } from "./string-methods.ts";
import { JavaList, type Value } from "./values.ts";

/** One step of a path. Indefinite steps may select several values. */
type PathStep =
  | { readonly kind: "names"; readonly names: readonly string[] }
  | { readonly kind: "indexes"; readonly indexes: readonly number[] }
  | { readonly kind: "slice"; readonly from: number | undefined; readonly to: number | undefined }
  | { readonly kind: "wildcard" }
  | { readonly kind: "descend" }
  | { readonly kind: "length" };

/** A path of `$input.path` and `$input.json`, taken apart once. */
export interface JsonPath {
  /** The value; undefined where a definite path leads nowhere. An indefinite path answers a list. */
  read(document: Value): Value | undefined;
}

const cache = new Map<string, JsonPath>();
const CACHE_LIMIT = 2000;

/**
 * Compiles the subset of Jayway's JsonPath that mapping templates use: names, indexes, unions, slices, wildcards, `..`
 * and `.length()`. Filters and script expressions are refused by name. A path without `$` gets one, as in Jayway.
 *
 * @throws JavaException when the text is no path.
 */
export function compileJsonPath(text: string): JsonPath {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const steps = parse(text.startsWith("$") ? text : `$.${text}`, text);
  const definite = steps.every(isDefinite);
  const path: JsonPath = {
    read: (document) => {
      let values: Value[] = [document];
      for (const step of steps) values = values.flatMap((value) => select(step, value));
      return definite ? values[0] : new JavaList("json", values);
    },
  };
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(text, path);
  return path;
}

const NAME = /\.([^.[\]()'"\s*]+)(?!\()/y;
const QUOTED =
  /\[\s*((?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?:\s*,\s*(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"))*)\s*\]/y;
const INDEXES = /\[\s*(-?\d+(?:\s*,\s*-?\d+)*)\s*\]/y;
const SLICE = /\[\s*(-?\d+)?\s*:\s*(-?\d+)?\s*\]/y;
const WILDCARD = /\.\*|\[\s*\*\s*\]/y;
const DESCEND = /\.(?=\.)/y;
const LENGTH = /\.(?:length|size)\(\)/y;

function parse(path: string, written: string): PathStep[] {
  const steps: PathStep[] = [];
  let at = 1;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(path);
    if (found !== null) at += found[0].length;
    return found;
  };
  while (at < path.length) {
    const step = nextStep(match);
    if (step !== undefined) {
      steps.push(step);
      // After `..` a bracket may follow without a dot of its own.
      if (step.kind === "descend" && path.startsWith(".[", at)) at++;
      continue;
    }
    if (path.startsWith("[?", at) || path.startsWith("[(", at)) {
      throw new JavaException(`filters and scripts in JSONPath are not supported by the local runtime: ${written}`);
    }
    throw new JavaException(`com.jayway.jsonpath.InvalidPathException: ${JSON.stringify(written)} is not a JSONPath`);
  }
  return steps;
}

function nextStep(match: (pattern: RegExp) => RegExpExecArray | null): PathStep | undefined {
  if (match(LENGTH) !== null) return { kind: "length" };
  if (match(DESCEND) !== null) return { kind: "descend" };
  if (match(WILDCARD) !== null) return { kind: "wildcard" };
  const name = match(NAME);
  if (name !== null) return { kind: "names", names: [name[1] ?? ""] };
  const quoted = match(QUOTED);
  if (quoted !== null) return { kind: "names", names: quotedNames(quoted[1] ?? "") };
  const indexes = match(INDEXES);
  if (indexes !== null) return { kind: "indexes", indexes: (indexes[1] ?? "").split(",").map(Number) };
  const slice = match(SLICE);
  if (slice === null) return undefined;
  const [, from, to] = slice;
  return {
    kind: "slice",
    from: from === undefined ? undefined : Number(from),
    to: to === undefined ? undefined : Number(to),
  };
}

function quotedNames(text: string): string[] {
  return Array.from(text.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g), ([, single, double]) =>
    (single ?? double ?? "").replace(/\\(.)/g, "$1"),
  );
}

function isDefinite(step: PathStep): boolean {
  switch (step.kind) {
    case "names":
      return step.names.length === 1;
    case "indexes":
      return step.indexes.length === 1;
    case "length":
      return true;
    case "slice":
    case "wildcard":
    case "descend":
      return false;
    default: {
      const never: never = step;
      throw new Error(`unknown step ${String(never)}`);
    }
  }
}

function select(step: PathStep, value: Value): Value[] {
  switch (step.kind) {
    case "names":
      return selectNames(step.names, value);
    case "indexes":
      return value instanceof JavaList
        ? step.indexes.flatMap((index) => value.items.at(index) ?? nullAt(value, index))
        : [];
    case "slice":
      return value instanceof JavaList ? value.items.slice(step.from, step.to) : [];
    case "wildcard":
      return value instanceof JavaList ? value.items : value instanceof Map ? [...value.values()] : [];
    case "descend":
      return descend(value);
    case "length":
      if (value instanceof JavaList) return [BigInt(value.items.length)];
      return value instanceof Map ? [BigInt(value.size)] : [];
    default: {
      const never: never = step;
      throw new Error(`unknown step ${String(never)}`);
    }
  }
}

/** An item that is there and null, as opposed to one that is not there. */
function nullAt(list: JavaList, index: number): Value[] {
  return list.items.at(index) === null ? [null] : [];
}

function selectNames(names: readonly string[], value: Value): Value[] {
  if (!(value instanceof Map)) return [];
  const [only] = names;
  if (names.length === 1 && only !== undefined) {
    const found = value.get(only);
    return found === undefined ? [] : [found];
  }
  // Several names answer one object that has just these.
  return [new Map(names.flatMap((name) => (value.has(name) ? [[name, value.get(name) ?? null]] : [])))];
}

function descend(value: Value): Value[] {
  const inner = value instanceof JavaList ? value.items : value instanceof Map ? [...value.values()] : [];
  return [value, ...inner.flatMap(descend)].filter((item) => item instanceof Map || item instanceof JavaList);
}
