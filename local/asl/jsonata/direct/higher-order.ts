import type { Json } from "../../../json.ts";
import { type Evaluate, type Frame, leaveToLibrary, truth, type Value } from "./value.ts";

/** A function written where it is used: the slots of its parameters, and its body. */
export interface DirectLambda {
  readonly slots: readonly number[];
  readonly body: Evaluate;
}

/** How many arguments besides the function a call may have: `$reduce` can begin with a value. */
export const higherOrderFunctions: ReadonlyMap<string, { readonly most: number; readonly fewestParameters: number }> =
  new Map([
    ["map", { most: 1, fewestParameters: 1 }],
    ["filter", { most: 1, fewestParameters: 1 }],
    ["reduce", { most: 2, fewestParameters: 2 }],
  ]);

/** `$map`, `$filter` and `$reduce` of an array, or of one item, with a function that cannot call itself. */
export function compileHigherOrder(
  name: string,
  array: Evaluate,
  lambda: DirectLambda,
  initial: Evaluate | undefined,
): Evaluate | undefined {
  switch (name) {
    case "map":
      return (frame) => {
        const list = listOf(array(frame), frame);
        if (list === undefined) return undefined;
        const results: Json[] = [];
        for (const [index, item] of list.entries()) {
          const result = call(lambda, [item, index, list], frame);
          if (result !== undefined) results.push(result);
        }
        return unwrapped(results);
      };
    case "filter":
      return (frame) => {
        const list = listOf(array(frame), frame);
        return list && unwrapped(list.filter((item, index) => truth(call(lambda, [item, index, list], frame))));
      };
    case "reduce":
      return (frame) => {
        const list = listOf(array(frame), frame);
        if (list === undefined) return undefined;
        const given = initial?.(frame);
        let total: Value = given === undefined ? list[0] : given;
        for (let index = given === undefined ? 1 : 0; index < list.length; index++) {
          total = call(lambda, [total, list[index], index, list], frame);
        }
        return total;
      };
    default:
      return undefined;
  }
}

function call({ slots, body }: DirectLambda, args: readonly Value[], frame: Frame): Value {
  for (const [index, slot] of slots.entries()) frame.locals[slot] = args[index];
  return body(frame);
}

/** The items to go over, each of them counted; one that is no array is an array of one. */
function listOf(value: Value, frame: Frame): readonly Json[] | undefined {
  if (value === undefined) return undefined;
  const list = Array.isArray(value) ? (value as readonly Json[]) : [value];
  frame.left -= list.length;
  return frame.left < 0 ? leaveToLibrary() : list;
}

function unwrapped(sequence: readonly Json[]): Value {
  return sequence.length > 1 ? sequence : sequence[0];
}
