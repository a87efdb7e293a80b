import type { Json, JsonObject } from "../json.ts";
import { isObject } from "../json.ts";
import { statesOf } from "./definition.ts";

/** Fields that hold other states, which have references of their own. */
const NESTED = new Set(["Branches", "ItemProcessor", "Iterator"]);

/**
 * `variableReferences` of the Describe operations: for each state, the workflow variables its own fields read.
 *
 * @returns undefined when no state reads any.
 */
export function variableReferences(definition: string): Record<string, string[]> | undefined {
  const states = statesOf(JSON.parse(definition) as JsonObject);
  const assigned = new Set<string>();
  for (const { fields } of states) collectAssigned(fields, assigned);
  const references: Record<string, string[]> = {};
  for (const { name, fields } of states) {
    const read = new Set<string>();
    for (const [field, value] of Object.entries(fields)) {
      if (!NESTED.has(field) && value !== undefined) collectReferences(value, assigned, read);
    }
    if (read.size > 0) references[name] = [...read];
  }
  return Object.keys(references).length === 0 ? undefined : references;
}

function collectAssigned(fields: JsonObject, assigned: Set<string>): void {
  const places: (Json | undefined)[] = [fields, fields["Catch"], fields["Choices"]].flat();
  for (const place of places) {
    const assign = isObject(place) ? place["Assign"] : undefined;
    if (isObject(assign)) for (const name of Object.keys(assign)) assigned.add(name.replace(/\.\$$/, ""));
  }
}

/** Only names that some state assigns count, so that functions and local bindings of expressions do not. */
function collectReferences(value: Json, assigned: ReadonlySet<string>, read: Set<string>): void {
  if (typeof value === "string") {
    if (!value.includes("$")) return;
    for (const match of value.matchAll(/(?<!\$)\$([\p{ID_Start}_][\p{ID_Continue}]*)/gu)) {
      const name = match[1] ?? "";
      if (assigned.has(name)) read.add(name);
    }
  } else if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) collectReferences(item, assigned, read);
  } else if (isObject(value)) {
    for (const member of Object.values(value)) if (member !== undefined) collectReferences(member, assigned, read);
  }
}
