import { type PropertyMap, type PropertyValue, Secret } from "../provider/values.ts";
import type { Goal } from "./goal.ts";
import type { ResourceRecord } from "./state.ts";

/** What the program says about a resource, as a record of one that has not been made yet. */
export function recordOf(urn: string, goal: Goal, order: number): ResourceRecord {
  return {
    urn,
    type: goal.type,
    name: goal.name,
    custom: goal.custom,
    external: false,
    id: "",
    parent: goal.parent,
    inputs: goal.inputs,
    outputs: {},
    dependencies: goal.dependencies,
    propertyDependencies: goal.propertyDependencies,
    provider: goal.provider,
    protect: goal.protect,
    retainOnDelete: goal.retainOnDelete,
    deletedWith: goal.deletedWith,
    generation: 0,
    order,
    pendingDelete: false,
    pendingReplacement: false,
  };
}

/** Outputs with those made secret that the program names in `additionalSecretOutputs`. */
export function withSecretOutputs(outputs: PropertyMap, names: readonly string[]): PropertyMap {
  const result: Record<string, PropertyValue | undefined> = { ...outputs };
  for (const name of names) {
    const value = outputs[name];
    if (value !== undefined) result[name] = new Secret(value);
  }
  return result;
}
