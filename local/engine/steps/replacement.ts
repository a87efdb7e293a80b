import { type PropertyMap, type PropertyValue, UNKNOWN } from "../../provider/values.ts";
import type { DeploymentContext } from "../deployment.ts";
import type { ResourceRecord } from "../state/state.ts";
import { deleteRecord } from "./deletions.ts";

/**
 * Makes the replacement of a resource. Usually the old one stays until everything that used it has moved to the new
 * one; where both cannot stand side by side it goes first, and before it whatever would have to be replaced with it.
 */
export async function makeRoom<T>(
  old: ResourceRecord,
  deleteFirst: boolean,
  context: DeploymentContext,
  create: () => Promise<T>,
): Promise<T> {
  const { state } = context;
  if (deleteFirst) {
    for (const record of [...dependentReplacements(old, context)].reverse()) await deleteFirstOf(record, context);
    await deleteFirstOf(old, context);
    return create();
  }
  const outgoing = { ...old, pendingDelete: true };
  state.put(outgoing);
  try {
    return await create();
  } catch (error) {
    // Nothing took its place: the old resource is still the one.
    if (state.get(old.urn)?.id === old.id) state.delete(outgoing);
    throw error;
  }
}

async function deleteFirstOf(record: ResourceRecord, context: DeploymentContext): Promise<void> {
  await deleteRecord(record, "delete-replaced", context);
  context.state.put({ ...record, pendingReplacement: true });
}

/**
 * The resources that a replacement takes with it: those with a property that comes from a replaced resource and whose
 * change replaces them in turn.
 */
function dependentReplacements(root: ResourceRecord, context: DeploymentContext): readonly ResourceRecord[] {
  const replaced = new Set([root.urn]);
  const found: ResourceRecord[] = [];
  for (const record of context.state.all()) {
    const candidate = record.custom && !record.external && !record.pendingDelete && !record.pendingReplacement;
    if (!candidate || record.order <= root.order || !followsReplacement(record, replaced, context)) continue;
    replaced.add(record.urn);
    found.push(record);
  }
  return found;
}

function followsReplacement(
  record: ResourceRecord,
  replaced: ReadonlySet<string>,
  context: DeploymentContext,
): boolean {
  if (record.replaceWith?.some((urn) => replaced.has(urn)) === true) return true;
  const touched = Object.entries(record.propertyDependencies)
    .filter(([, urns]) => urns.some((urn) => replaced.has(urn)))
    .map(([name]) => name)
    .filter((name) => record.inputs[name] !== undefined);
  if (touched.length === 0) return false;
  const newInputs: PropertyMap = {
    ...record.inputs,
    ...Object.fromEntries(touched.map((name): [string, PropertyValue] => [name, UNKNOWN])),
  };
  const provider = context.providers.of(record.type, record.provider);
  const diff = provider.diff(record, { oldInputs: record.inputs, newInputs, ignoreChanges: [] });
  return diff.replaces.length > 0;
}
