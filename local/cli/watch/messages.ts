import type { StepOperation } from "../../engine/events.ts";
import type { Redeployment } from "../../redeploy.ts";
import { SILENCE } from "./headway.ts";

/** How many saved files are named. */
const NAMED = 3;

/** What set a deployment off. */
export function savedLine(files: readonly string[]): string {
  const more = files.length > NAMED ? ` and ${files.length - NAMED} more` : "";
  return `\n${files.slice(0, NAMED).join(", ")}${more} saved\n`;
}

/** What is said of a program that neither ends nor goes on. */
export const SILENT = `The program has registered nothing and said nothing for ${SILENCE / 1000} s. It runs on; the next save ends it.\n`;
/** Why it ends. */
export const OUTDATED = "The program is ended: a newer save waits.\n";

/** What a person counts; steps that are part of another are left out. */
const CHANGES: readonly (readonly [StepOperation, string])[] = [
  ["create", "created"],
  ["update", "updated"],
  ["replace", "replaced"],
  ["delete", "deleted"],
  ["import", "imported"],
];

/** How a deployment went, in one line. */
export function outcome({ succeeded, summary: { changes, milliseconds } }: Redeployment): string {
  const counts = CHANGES.flatMap(([operation, word]) => {
    const count = changes[operation] ?? 0;
    return count === 0 ? [] : [`${count} ${word}`];
  }).join(", ");
  if (!succeeded) {
    const what = counts === "" ? "Nothing is deployed of it" : `Deployed in part: ${counts}`;
    return `${what}. What runs goes on, and the next save tries again.\n`;
  }
  return counts === "" ? "Nothing to deploy.\n" : `Deployed in ${(milliseconds / 1000).toFixed(1)} s: ${counts}.\n`;
}

/** The outputs that are others now: whoever holds one of them has to know. */
export function changedOutputs(before: Redeployment["outputs"], after: Redeployment["outputs"]): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
    .map((name) => `  ${name}: ${name in after ? text(after[name]) : "gone"}\n`)
    .join("");
}

function text(value: unknown): string {
  return typeof value === "string" && value !== "" ? value : JSON.stringify(value);
}
