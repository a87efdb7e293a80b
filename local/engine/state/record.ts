import { createHash } from "node:crypto";
import type { Json } from "../../json.ts";
import { Archive, Asset } from "../../provider/assets.ts";
import { canonicalJson } from "../../provider/documents.ts";
import { hasUnknown, type PropertyMap, type PropertyValue, plain, Secret } from "../../provider/values.ts";
import type { Goal } from "../goal.ts";
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
    ...(goal.importId === "" ? {} : { importId: goal.importId }),
    ...(goal.replaceWith.length === 0 ? {} : { replaceWith: goal.replaceWith }),
    ...(goal.replacementTrigger == null ? {} : { replacementTrigger: fingerprint(goal.replacementTrigger) }),
    generation: 0,
    order,
    pendingDelete: false,
    pendingReplacement: false,
  };
}

/** Outputs with the contents of assets, which a state does not keep: the program brings them again. */
export function withAssets(outputs: PropertyMap, inputs: PropertyMap): PropertyMap {
  const assets = Object.entries(inputs).filter(([, value]) => value instanceof Archive || value instanceof Asset);
  return { ...outputs, ...Object.fromEntries(assets) };
}

/** Tells one value from another, secrets as what they hide; what is not known yet is like nothing else. */
function fingerprint(value: PropertyValue): string {
  if (hasUnknown(value)) return "";
  return createHash("sha256")
    .update(canonicalJson(plain(value) as Json))
    .digest("hex");
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
