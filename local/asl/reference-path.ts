import { isObject, type Json, type JsonObject } from "../json.ts";
import { StateError } from "./errors.ts";
import type { Path } from "./json-path.ts";

/**
 * Puts a result where `ResultPath` says: `$` replaces the input, other paths make missing objects on the way and
 * overwrite what is there; an array is only replaced at indexes that it has. The input is not changed; what is
 * not on the way is shared with it.
 *
 * @throws StateError `States.ReferencePathConflict` where the input has something else than an object on the way. AWS was seen to
 *   use this name and text (qiita.com/tsubasaogawa, 4fe341bdb6ae7d2fd8ee), its documentation says `States.ResultPathMatchFailure`.
 */
export function placeResult(path: Path, input: Json, result: Json): Json {
  const [first] = path.steps;
  if (first === undefined) return result;
  // The usual case: one name, such as "$.order".
  if (path.steps.length === 1 && first.kind === "name") {
    return isObject(input) ? withMember(input, first.name, result) : conflict(path, input);
  }
  return place(path, input, result);
}

function place(path: Path, input: Json, result: Json): Json {
  const parents: Json[] = [];
  let node: Json | undefined = input;
  for (const step of path.steps) {
    if (step.kind === "name") {
      const parent: Json = node === undefined ? {} : node;
      if (!isObject(parent)) return conflict(path, input);
      parents.push(parent);
      node = Object.hasOwn(parent, step.name) ? parent[step.name] : undefined;
    } else if (step.kind === "index") {
      if (!Array.isArray(node) || step.index >= node.length) return conflict(path, input);
      parents.push(node as readonly Json[]);
      node = node[step.index] as Json;
    } else {
      return conflict(path, input);
    }
  }
  let value = result;
  for (let position = parents.length - 1; position >= 0; position--) {
    const step = path.steps[position];
    const parent = parents[position];
    if (step?.kind === "name" && parent !== undefined && isObject(parent)) value = withMember(parent, step.name, value);
    else if (step?.kind === "index" && Array.isArray(parent)) value = parent.with(step.index, value) as Json[];
  }
  return value;
}

function withMember(object: JsonObject, name: string, value: Json): JsonObject {
  return { ...object, [name]: value };
}

function conflict(path: Path, input: Json): never {
  throw new StateError(
    "States.ReferencePathConflict",
    `Unable to apply ReferencePath ${path.text} to input ${JSON.stringify(input)}`,
  );
}
