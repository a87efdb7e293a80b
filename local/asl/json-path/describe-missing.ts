import { isObject, type Json } from "../../json.ts";
import type { Step } from "./steps.ts";

/**
 * Why a definite path leads nowhere, as the Jayway of AWS says it: the text about a name in something that is no object is
 * AWS's own answer of 2018 (awsdocs/aws-step-functions-developer-guide#5); the others are Jayway's (step-functions.md §2.3).
 */
export function describeMissing(steps: readonly Step[], document: Json | undefined): string {
  let node = document;
  let path = "$";
  for (const [position, step] of steps.entries()) {
    const fragment = describeStep(step);
    const leaf = position === steps.length - 1;
    if (step.kind === "name") {
      if (node === undefined || !isObject(node)) return `Property ${fragment} not found in path ${path}`;
      path += fragment;
      if (!Object.hasOwn(node, step.name))
        return leaf ? `No results for path: ${path}` : `Missing property in path ${path}`;
      node = node[step.name];
    } else if (step.kind === "index") {
      if (node === null) return `The path ${path} is null`;
      if (!Array.isArray(node)) {
        return `Filter: ${fragment} can only be applied to arrays. Current context is: ${JSON.stringify(node)}`;
      }
      path += fragment;
      const next: Json | undefined = node[step.index < 0 ? node.length + step.index : step.index];
      if (next === undefined) return `No results for path: ${describePath(steps)}`;
      node = next;
    } else {
      return `No results for path: ${describePath(steps)}`;
    }
  }
  return `No results for path: ${path}`;
}

function describePath(steps: readonly Step[]): string {
  return `$${steps.map(describeStep).join("")}`;
}

function describeStep(step: Step): string {
  switch (step.kind) {
    case "name":
      return `['${step.name}']`;
    case "names":
      return `[${step.names.map((name) => `'${name}'`).join(",")}]`;
    case "index":
      return `[${step.index}]`;
    case "indexes":
      return `[${step.indexes.join(",")}]`;
    case "slice":
      return `[${step.from ?? ""}:${step.to ?? ""}]`;
    case "wildcard":
      return "[*]";
    case "filter":
      return "[?]";
    case "scan":
      return "..";
    default: {
      const never: never = step;
      return never;
    }
  }
}
