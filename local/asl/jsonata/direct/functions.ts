import { isObject, type Json } from "../../../json.ts";
import { resultType } from "../result-type.ts";
import { bounded, type Frame, finite, leaveToLibrary, textOf, truth, type Value } from "./value.ts";

/** A function of JSONata that needs no other. Arguments of another type, and errors, are the library's. */
export interface DirectFunction {
  readonly arguments: number;
  evaluate(args: readonly Value[], frame: Frame): Value;
}

/** The functions that workflows call most. AWS: docs.jsonata.org, and its own (DG/transforming-data). */
export const directFunctions: ReadonlyMap<string, DirectFunction> = new Map<string, DirectFunction>([
  ["exists", { arguments: 1, evaluate: ([value]) => value !== undefined }],
  ["not", { arguments: 1, evaluate: ([value]) => (value === undefined ? undefined : !truth(value)) }],
  ["boolean", { arguments: 1, evaluate: ([value]) => (value === undefined ? undefined : truth(value)) }],
  ["string", { arguments: 1, evaluate: ([value], frame) => (value === undefined ? undefined : textOf(value, frame)) }],
  [
    "count",
    { arguments: 1, evaluate: ([value]) => (value === undefined ? 0 : Array.isArray(value) ? value.length : 1) },
  ],
  ["sum", { arguments: 1, evaluate: ([value]) => sum(value) }],
  ["length", { arguments: 1, evaluate: ([value]) => ofText(value, (text) => [...text].length) }],
  ["uppercase", { arguments: 1, evaluate: ([value]) => ofText(value, (text) => text.toUpperCase()) }],
  ["lowercase", { arguments: 1, evaluate: ([value]) => ofText(value, (text) => text.toLowerCase()) }],
  ["floor", { arguments: 1, evaluate: ([value]) => (value === undefined ? undefined : Math.floor(finite(value))) }],
  ["ceil", { arguments: 1, evaluate: ([value]) => (value === undefined ? undefined : Math.ceil(finite(value))) }],
  ["append", { arguments: 2, evaluate: ([first, second]) => append(first, second) }],
  ["merge", { arguments: 1, evaluate: ([value]) => merge(value) }],
  ["uuid", { arguments: 0, evaluate: (_args, { scope }) => scope.host.ids.uuid() }],
  ["random", { arguments: 0, evaluate: (_args, { scope }) => scope.host.ids.random() }],
  ["now", { arguments: 0, evaluate: (_args, { scope }) => new Date(Math.floor(scope.host.clock.now())).toISOString() }],
  ["type", { arguments: 1, evaluate: ([value]) => (value === undefined ? undefined : resultType(value)) }],
  ["contains", { arguments: 2, evaluate: ([text, part]) => contains(text, part) }],
  ["millis", { arguments: 0, evaluate: (_args, { scope }) => scope.host.clock.now() }],
]);

function ofText(value: Value, compute: (text: string) => Value): Value {
  if (value === undefined) return undefined;
  return typeof value === "string" ? compute(bounded(value)) : leaveToLibrary();
}

function contains(text: Value, part: Value): Value {
  if (typeof text !== "string" || typeof part !== "string") return leaveToLibrary();
  return text.includes(part);
}

function sum(value: Value): Value {
  if (value === undefined) return undefined;
  const numbers = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return finite(numbers.reduce<number>((total, number) => total + finite(number), 0));
}

function append(first: Value, second: Value): Value {
  if (first === undefined) return second;
  if (second === undefined) return first;
  return [first, second].flatMap((value) => (Array.isArray(value) ? (value as readonly Json[]) : [value]));
}

function merge(value: Value): Value {
  if (value === undefined) return undefined;
  const objects = Array.isArray(value) ? (value as readonly Json[]) : [value];
  const result: Record<string, Json | undefined> = {};
  for (const object of objects) {
    if (!isObject(object) || Object.hasOwn(object, "__proto__")) return leaveToLibrary();
    Object.assign(result, object);
  }
  return result;
}
