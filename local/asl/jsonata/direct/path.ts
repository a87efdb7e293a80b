import { isObject, type Json } from "../../../json.ts";
import type { SyntaxNode } from "../syntax-tree.ts";
import type { Evaluate, Value } from "./value.ts";

/** A step of a path: a name, and the indexes in brackets after it. */
export interface NameStep {
  readonly name: string;
  readonly indexes: readonly number[];
}

/** What one item gives for a step. JSONata tells arrays of the data from sequences, which are flattened and unwrapped. */
interface Found {
  readonly value: Json | readonly Json[];
  readonly isSequence: boolean;
}

/** The steps as names with indexes; undefined where there is anything else. */
export function nameSteps(steps: readonly SyntaxNode[]): readonly NameStep[] | undefined {
  const names: NameStep[] = [];
  for (const step of steps) {
    const known = Object.keys(step).every(
      (key) => key === "type" || key === "value" || key === "position" || key === "stages",
    );
    const indexes = literalIndexes(step.stages ?? []);
    if (!known || step.type !== "name" || typeof step.value !== "string" || indexes === undefined) return undefined;
    names.push({ name: step.value, indexes });
  }
  return names;
}

/** The numbers of filters such as `[0]` or `[-1]`; undefined where one is something else. */
export function literalIndexes(filters: readonly SyntaxNode[]): readonly number[] | undefined {
  const indexes = filters.map(({ type, expr }) =>
    type === "filter" && expr?.type === "number" && typeof expr.value === "number" ? Math.floor(expr.value) : undefined,
  );
  return indexes.every((index) => index !== undefined) ? indexes : undefined;
}

/**
 * Evaluates a path of names below a value. Through objects it is so many reads; where arrays are met, JSONata's rules hold:
 * each item is asked, the answers are made one flat sequence, a sequence of one is that one, of none nothing; only an array that is
 * the last step's single answer stays as it is. AWS: docs.jsonata.org, "Sequences".
 */
export function compilePath(start: Evaluate, steps: readonly NameStep[]): Evaluate {
  const plain = steps.every(({ indexes }) => indexes.length === 0);
  const names = steps.map(({ name }) => name);
  return (frame) => {
    let node: Value = start(frame);
    for (let position = 0; position < steps.length; position++) {
      if (node === undefined) return undefined;
      if (!plain || Array.isArray(node)) return throughSequences(node, steps, position);
      const name = names[position];
      if (name === undefined || !isObject(node) || !Object.hasOwn(node, name)) return undefined;
      node = node[name];
    }
    return node;
  };
}

function throughSequences(start: Json, steps: readonly NameStep[], from: number): Value {
  let items: readonly Json[] = Array.isArray(start) ? start : [start];
  for (let position = from; position < steps.length; position++) {
    const step = steps[position];
    if (step === undefined || items.length === 0) break;
    const found: Found[] = [];
    for (const item of items) {
      const answer = applyStep(item, step);
      if (answer !== undefined) found.push(answer);
    }
    const [only] = found;
    const isLast = position === steps.length - 1;
    if (isLast && found.length === 1 && only !== undefined && Array.isArray(only.value) && !only.isSequence) {
      return only.value as readonly Json[];
    }
    items = found.flatMap(({ value }) => value as Json);
  }
  return unwrapped(items);
}

function applyStep(item: Json, { name, indexes }: NameStep): Found | undefined {
  let answer = look(item, name);
  for (const index of indexes) answer = at(answer, index);
  return answer;
}

/** One name in one item; in an array it is looked for in every item of it. */
function look(item: Json, name: string): Found | undefined {
  if (!Array.isArray(item)) {
    const value = isObject(item) && Object.hasOwn(item, name) ? item[name] : undefined;
    return value === undefined ? undefined : { value, isSequence: false };
  }
  const sequence = lookEach(item, name);
  const value = unwrapped(sequence);
  return value === undefined ? undefined : { value, isSequence: sequence.length > 1 };
}

function lookEach(items: readonly Json[], name: string): readonly Json[] {
  return items.flatMap((item): readonly Json[] => {
    if (Array.isArray(item)) return lookEach(item, name);
    const value = isObject(item) && Object.hasOwn(item, name) ? item[name] : undefined;
    if (value === undefined) return [];
    return Array.isArray(value) ? (value as readonly Json[]) : [value];
  });
}

/** One index: an array that stands there stays an array, anything else is a sequence of one. */
function at(answer: Found | undefined, index: number): Found {
  const list =
    answer === undefined
      ? []
      : Array.isArray(answer.value)
        ? (answer.value as readonly Json[])
        : [answer.value as Json];
  const item = list[index < 0 ? list.length + index : index];
  if (item === undefined) return { value: [], isSequence: true };
  return Array.isArray(item) ? { value: item, isSequence: false } : { value: [item], isSequence: true };
}

/** An index of a value that is no step of a path: `$list[0]`. */
export function compileIndexes(read: Evaluate, indexes: readonly number[]): Evaluate {
  return (frame) => {
    const value = read(frame);
    let answer: Found | undefined = value === undefined ? undefined : { value, isSequence: false };
    for (const index of indexes) answer = at(answer, index);
    if (answer === undefined) return undefined;
    return answer.isSequence ? unwrapped(answer.value as readonly Json[]) : (answer.value as Json);
  };
}

function unwrapped(sequence: readonly Json[]): Value {
  return sequence.length > 1 ? sequence : sequence[0];
}
