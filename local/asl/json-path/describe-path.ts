import type { Step } from "./steps.ts";

/** Steps as Jayway prints them, in brackets. */
export function describePath(steps: readonly Step[]): string {
  return steps.map(describeStep).join("");
}

export function describeStep(step: Step): string {
  switch (step.kind) {
    case "name":
      return `['${step.name}']`;
    case "names":
      // With a blank, as pasted from AWS (gist deric4/733eb129a10b13530cebaa3b70031c77).
      return `[${step.names.map((name) => `'${name}'`).join(", ")}]`;
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
