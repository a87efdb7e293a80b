import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { Budget } from "./budget.ts";
import { describePath } from "./describe-path.ts";
import type { Step } from "./steps.ts";

/** A path that cannot be applied to what it finds, in Jayway's words: also a path that may select nothing then fails. */
export class PathMismatch extends Error {
  override readonly name = "PathMismatch";
}

/**
 * All values that the steps select, in Jayway's order. What is missing is skipped.
 * Goes step by step over lists of nodes, never by recursion, so neither long paths nor deep inputs exhaust the stack.
 *
 * @throws PathMismatch
 */
export function collect(steps: readonly Step[], start: Json, root: Json, budget: Budget): Json[] {
  let nodes: Json[] = [start];
  let definite = true;
  for (let position = 0; position < steps.length && nodes.length > 0; position++) {
    const step = steps[position];
    if (step === undefined) break;
    const [only] = nodes;
    if (definite && only !== undefined) checkApplies(steps, position, only);
    definite &&= step.kind === "name" || step.kind === "index";
    if (step.kind === "scan") {
      position++;
      const next = steps[position];
      if (next === undefined) break;
      nodes = nodes.flatMap((node) => scan(node, next, root, position === steps.length - 1, budget));
    } else {
      const found: Json[] = [];
      const leaf = position === steps.length - 1;
      budget.spend(nodes.length);
      for (const node of nodes) advance(step, node, root, leaf, found, budget);
      nodes = found;
    }
  }
  return nodes;
}

/** What Jayway refuses where all steps before select one node, as long as something is there (json-path 2.1, PathToken). */
function checkApplies(steps: readonly Step[], position: number, node: Json): void {
  const step = steps[position];
  switch (step?.kind) {
    case "names":
      if (position < steps.length - 1 && isObject(node)) {
        const path = describePath(steps.slice(0, position + 1));
        throw new PathMismatch(`Multi properties can only be used as path leafs: $${path}`);
      }
      return;
    case "indexes":
    case "slice":
      if (!Array.isArray(node)) throw new PathMismatch(describeNoArray(steps.slice(position), node));
      return;
    case "filter":
      if (typeof node === "object" && node !== null) return;
      throw new PathMismatch(
        `Filter: ${describePath(steps.slice(position))} can not be applied to primitives. Current context is: ${JSON.stringify(node)}`,
      );
    default:
      return;
  }
}

/** What Jayway says of an index or a slice of something that is no array. */
export function describeNoArray(rest: readonly Step[], node: Json): string {
  return `Filter: ${describePath(rest)} can only be applied to arrays. Current context is: ${JSON.stringify(node)}`;
}

/** Appends to `found` what one step selects in one node. */
function advance(step: Step, node: Json, root: Json, leaf: boolean, found: Json[], budget: Budget): void {
  switch (step.kind) {
    case "name": {
      const value = member(node, step.name);
      if (value !== undefined) found.push(value);
      return;
    }
    case "index":
      pushAt(node, step.index, found);
      return;
    case "indexes":
      for (const index of step.indexes) pushAt(node, index, found);
      return;
    case "names":
      pushNames(node, step.names, leaf, found);
      return;
    case "slice":
      if (Array.isArray(node)) for (const item of sliceOf(node, step.from, step.to)) found.push(item);
      return;
    case "wildcard":
      for (const value of children(node)) found.push(value);
      return;
    case "filter":
      if (Array.isArray(node)) {
        // AWS: "The @ operator … does not match scalar values. It only matches objects." (amazon-states-language-paths)
        for (const item of node as readonly Json[]) {
          if (isObject(item) && step.keeps(item, root, budget)) found.push(item);
        }
      } else if (isObject(node) && step.keeps(node, root, budget)) {
        found.push(node);
      }
      return;
    case "scan":
      return;
    default:
      step satisfies never;
  }
}

/** The own member of an object; undefined for arrays and scalars. */
export function member(node: Json, name: string): Json | undefined {
  return isObject(node) && Object.hasOwn(node, name) ? node[name] : undefined;
}

function pushAt(node: Json, index: number, found: Json[]): void {
  if (!Array.isArray(node)) return;
  const value: Json | undefined = node[index < 0 ? node.length + index : index];
  if (value !== undefined) found.push(value);
}

/** Several names at a path's end make one object of what is there; in its middle they are so many branches. */
function pushNames(node: Json, names: readonly string[], leaf: boolean, found: Json[]): void {
  if (!isObject(node)) return;
  const present = names.filter((name) => Object.hasOwn(node, name));
  if (leaf) {
    const merged: JsonObject = Object.fromEntries(present.map((name) => [name, node[name]]));
    found.push(merged);
    return;
  }
  for (const name of present) {
    const value = node[name];
    if (value !== undefined) found.push(value);
  }
}

/** Jayway clips a slice at the array's ends; negative bounds count from the end. */
function sliceOf(list: readonly Json[], from: number | undefined, to: number | undefined): readonly Json[] {
  return list.slice(from ?? 0, to ?? list.length);
}

function children(node: Json): readonly Json[] {
  if (Array.isArray(node)) return node;
  if (!isObject(node)) return [];
  return Object.values(node).filter((value) => value !== undefined);
}

/** Applies `next` to a node and to everything below it, in document order. */
function scan(start: Json, next: Step, root: Json, leaf: boolean, budget: Budget): Json[] {
  const found: Json[] = [];
  const pending: Json[] = [start];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    budget.spend(1);
    if (typeof node !== "object" || node === null) continue;
    // A filter is asked about each object itself, not again by the array that holds it.
    if (next.kind !== "filter" || !Array.isArray(node)) advance(next, node, root, leaf, found, budget);
    const below = children(node);
    for (let index = below.length - 1; index >= 0; index--) {
      const child = below[index];
      if (child !== undefined) pending.push(child);
    }
  }
  return found;
}
