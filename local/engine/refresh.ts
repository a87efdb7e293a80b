import type { DeletionContext } from "./deletions.ts";
import { DeploymentFailed, ResourceFailed } from "./failure.ts";
import { interrupted } from "./interruption.ts";
import type { ResourceRecord } from "./state.ts";
import { stepOf } from "./steps.ts";
import { PROVIDER_TYPE_PREFIX } from "./urn.ts";

/** Brings the state to what there is: reads every resource, forgets those that have gone. */
export async function refreshAll(context: DeletionContext): Promise<void> {
  const { state, steps, selection } = context;
  const records = state.all().filter((record) => selection.has(record.urn, record));
  for (const urn of selection.unknown()) {
    steps.report(urn, new ResourceFailed(urn, "is named, but there is no such resource"));
  }
  if (steps.failed) return;
  for (const record of records) {
    if (!record.custom || record.pendingReplacement || record.type.startsWith(PROVIDER_TYPE_PREFIX)) continue;
    if (await interrupted(context)) return;
    try {
      await refresh(record, context);
    } catch (error) {
      if (!(error instanceof DeploymentFailed)) throw error;
    }
  }
}

async function refresh(record: ResourceRecord, { state, steps, providers }: DeletionContext): Promise<void> {
  const found = await steps.run(stepOf("refresh", record), () =>
    providers.of(record.type, record.provider).read(record, record.id, record),
  );
  if (found === undefined) {
    steps.count("delete");
    state.delete(record);
    const message = `${record.type} ${record.name} has gone: the next run makes it again`;
    steps.emit({ kind: "diagnostic", severity: "warning", message, urn: record.urn });
    return;
  }
  const { id, outputs } = found;
  state.put({ ...record, id, outputs, inputs: record.external ? record.inputs : found.inputs });
}
