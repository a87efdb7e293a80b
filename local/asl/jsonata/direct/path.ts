import { isObject, type Json } from "../../../json.ts";
import type { SyntaxNode } from "../syntax-tree.ts";
import { type Evaluate, type Frame, finite, leaveToLibrary, truth, type Value } from "./value.ts";

/** What stands in brackets after a step: an index, or an expression that is asked about each item. */
export type Filter = number | Evaluate;

/** A step of a path: a name, and the filters after it. */
export interface NameStep {
  readonly name: string;
  readonly filters: readonly Filter[];
}

/** What one item gives for a step. JSONata tells arrays of the data from sequences, which are flattened and unwrapped. */
interface Found {
  readonly value: Json | readonly Json[];
  readonly isSequence: boolean;
}

/**
 * The steps as names with filters; undefined where there is anything else.
 *
 * @param compile Compiles an expression in brackets.
 */
export function nameSteps(
  steps: readonly SyntaxNode[],
  compile: (node: SyntaxNode) => Evaluate | undefined,
): readonly NameStep[] | undefined {
  const names: NameStep[] = [];
  for (const { type, value: name, position: _position, stages, ...more } of steps) {
    const filters = compileFilters(stages ?? [], compile);
    if (type !== "name" || typeof name !== "string" || filters === undefined) return undefined;
    if (Object.keys(more).length > 0) return undefined;
    names.push({ name, filters });
  }
  return names;
}

/** What stands in brackets after a value; undefined where one is not known here. */
export function compileFilters(
  stages: readonly SyntaxNode[],
  compile: (node: SyntaxNode) => Evaluate | undefined,
): readonly Filter[] | undefined {
  const filters: Filter[] = [];
  for (const { type, expr } of stages) {
    if (type !== "filter" || expr === undefined) return undefined;
    const literal = expr.type === "number" && typeof expr.value === "number";
    const filter = literal ? Math.floor(expr.value as number) : compile(expr);
    if (filter === undefined) return undefined;
    filters.push(filter);
  }
  return filters;
}

/**
 * Evaluates a path of names below a value. Through objects it is so many reads; where arrays are met, JSONata's rules hold:
 * each item is asked, the answers are made one flat sequence, a sequence of one is that one, of none nothing; only an array that is
 * the last step's single answer stays as it is. AWS: docs.jsonata.org, "Sequences".
 */
export function compilePath(start: Evaluate, steps: readonly NameStep[]): Evaluate {
  const plain = steps.every(({ filters }) => filters.length === 0);
  const names = steps.map(({ name }) => name);
  return (frame) => {
    let node: Value = start(frame);
    for (let position = 0; position < steps.length; position++) {
      if (node === undefined) return undefined;
      if (!plain || Array.isArray(node)) return throughSequences(node, steps, position, frame);
      const name = names[position];
      if (name === undefined || !isObject(node) || !Object.hasOwn(node, name)) return undefined;
      node = node[name];
    }
    return node;
  };
}

function throughSequences(start: Json, steps: readonly NameStep[], from: number, frame: Frame): Value {
  let items: readonly Json[] = Array.isArray(start) ? start : [start];
  for (let position = from; position < steps.length; position++) {
    const step = steps[position];
    if (step === undefined || items.length === 0) break;
    const found: Found[] = [];
    for (const item of items) {
      const answer = applyStep(item, step, frame);
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

function applyStep(item: Json, { name, filters }: NameStep, frame: Frame): Found | undefined {
  let answer = look(item, name);
  for (const filter of filters) answer = applyFilter(answer, filter, frame);
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

function applyFilter(answer: Found | undefined, filter: Filter, frame: Frame): Found {
  const list = answer === undefined ? [] : listOf(answer.value);
  return typeof filter === "number" ? at(list, filter) : keep(list, filter, frame);
}

/** One index: an array that stands there stays an array, anything else is a sequence of one. */
function at(list: readonly Json[], index: number): Found {
  const item = list[index < 0 ? list.length + index : index];
  if (item === undefined) return { value: [], isSequence: true };
  return Array.isArray(item) ? { value: item, isSequence: false } : { value: [item], isSequence: true };
}

/** Asks about every item: a number keeps the item at that place, several numbers those, any other truth the item itself. */
function keep(list: readonly Json[], test: Evaluate, frame: Frame): Found {
  frame.left -= list.length;
  if (frame.left < 0) leaveToLibrary();
  const outer = frame.focus;
  const kept: Json[] = [];
  for (const [index, item] of list.entries()) {
    frame.focus = item;
    const answer = test(frame);
    const places = typeof answer === "number" ? [answer] : answer;
    if (Array.isArray(places) && places.every((place) => typeof place === "number")) {
      for (const place of places) if (placeIn(list, place) === index) kept.push(item);
    } else if (truth(answer)) kept.push(item);
  }
  frame.focus = outer;
  return { value: kept, isSequence: true };
}

function placeIn(list: readonly Json[], place: number): number {
  const floor = Math.floor(finite(place));
  return floor < 0 ? list.length + floor : floor;
}

function listOf(value: Json | readonly Json[]): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [value as Json];
}

/** Filters of a value that is no step of a path: `$list[0]`. */
export function compileFiltered(read: Evaluate, filters: readonly Filter[]): Evaluate {
  return (frame) => {
    const value = read(frame);
    let answer: Found | undefined = value === undefined ? undefined : { value, isSequence: false };
    for (const filter of filters) answer = applyFilter(answer, filter, frame);
    if (answer === undefined) return undefined;
    return answer.isSequence ? unwrapped(listOf(answer.value)) : (answer.value as Json);
  };
}

function unwrapped(sequence: readonly Json[]): Value {
  return sequence.length > 1 ? sequence : sequence[0];
}
