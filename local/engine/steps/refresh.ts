import type { DifferenceKind } from "../../provider/diff.ts";
import type { EngineEvent } from "../events.ts";
import { DeploymentFailed, ResourceFailed } from "../failure.ts";
import { interrupted } from "../interruption.ts";
import type { ResourceRecord } from "../state/state.ts";
import { PROVIDER_TYPE_PREFIX } from "../state/urn.ts";
import type { DeletionContext } from "./deletions.ts";
import { Steps, stepOf } from "./steps.ts";

/**
 * Brings the state to what there is: reads every resource, forgets those that have gone.
 *
 * @param read the URNs of those that have been read already.
 */
export async function refreshAll(context: DeletionContext, read: ReadonlySet<string> = new Set()): Promise<void> {
  const { state, steps, selection } = context;
  const records = state.all().filter((record) => selection.has(record.urn, record));
  for (const urn of selection.unknown()) {
    steps.report(urn, new ResourceFailed(urn, "is named, but there is no such resource"));
  }
  if (steps.failed) return;
  for (const record of records) {
    if (read.has(record.urn) && !record.pendingDelete) continue;
    if (await interrupted(context)) return;
    await refreshOne(record, context);
  }
}

/** Reads one resource. One that cannot be read has told so, and stays as it was. */
export async function refreshOne(record: ResourceRecord, context: DeletionContext): Promise<void> {
  if (!record.custom || record.pendingReplacement || record.type.startsWith(PROVIDER_TYPE_PREFIX)) return;
  try {
    await refresh(record, context);
  } catch (error) {
    if (!(error instanceof DeploymentFailed)) throw error;
  }
}

/**
 * `--refresh`: brings the state to what there is, before something else is done with it. What is wrong is told; what is
 * well is not, for the operation after it tells it.
 *
 * @returns whether it went well.
 */
export async function refreshFirst(context: DeletionContext): Promise<boolean> {
  const tell = (event: EngineEvent): void => {
    if (event.kind === "diagnostic" && event.severity !== "info") context.steps.emit(event);
  };
  const steps = new Steps({ emit: tell, state: context.state });
  await refreshAll({ ...context, steps, selection: context.selection.fork() });
  return !steps.failed;
}

async function refresh(record: ResourceRecord, { state, steps, providers }: DeletionContext): Promise<void> {
  let differences: ReadonlyMap<string, DifferenceKind> = new Map();
  const found = await steps.run(
    { ...stepOf("refresh", record), before: record },
    async () => {
      const provider = providers.of(record.type, record.provider);
      const read = await provider.read(record, record.id, record);
      if (read === undefined) state.delete(record);
      else {
        const inputs = record.external ? record.inputs : read.inputs;
        const compared = { oldInputs: record.inputs, newInputs: inputs, ignoreChanges: [] };
        if (!record.external) differences = provider.diff(record, compared).differences;
        state.put({ ...record, id: read.id, outputs: read.outputs, inputs });
      }
      return read;
    },
    (read) => ({
      operation: read === undefined ? "delete" : differences.size > 0 ? "update" : "same",
      differences: [...differences.keys()],
      kinds: differences,
    }),
  );
  if (found === undefined) {
    const message = `${record.type} ${record.name} has gone: the next run makes it again`;
    steps.emit({ kind: "diagnostic", severity: "warning", message, urn: record.urn });
  }
}
