import { isObject, type Json } from "../../json.ts";
import { describeNoArray } from "./collect.ts";
import { describePath, describeStep } from "./describe-path.ts";
import type { Step } from "./steps.ts";

/**
 * Why a definite path leads nowhere, as the Jayway of AWS says it: the text about a name in something that is no object is
 * AWS's own answer of 2018 (awsdocs/aws-step-functions-developer-guide#5); the others are Jayway's.
 */
export function describeMissing(steps: readonly Step[], document: Json | undefined): string {
  let node = document;
  let path = "$";
  for (const [position, step] of steps.entries()) {
    const fragment = describeStep(step);
    const leaf = position === steps.length - 1;
    if (step.kind === "name" || step.kind === "names") {
      if (node === undefined || !isObject(node)) return `Property ${fragment} not found in path ${path}`;
      if (step.kind === "names") break;
      path += fragment;
      if (!Object.hasOwn(node, step.name))
        return leaf ? `No results for path: ${path}` : `Missing property in path ${path}`;
      node = node[step.name];
    } else if (step.kind === "index") {
      if (node === null) return `The path ${path} is null`;
      if (!Array.isArray(node)) {
        return describeNoArray(steps.slice(position), node ?? null);
      }
      path += fragment;
      const next: Json | undefined = node[step.index < 0 ? node.length + step.index : step.index];
      if (next === undefined) return `No results for path: $${describePath(steps)}`;
      node = next;
    } else {
      return `No results for path: $${describePath(steps)}`;
    }
  }
  return `No results for path: ${path}`;
}
