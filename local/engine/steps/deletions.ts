import type { StepOperation } from "../events.ts";
import { DeploymentFailed, Protected, ResourceFailed } from "../failure.ts";
import { foundations } from "../foundations.ts";
import { interrupted } from "../interruption.ts";
import type { Providers } from "../providers.ts";
import type { Selection } from "../selection.ts";
import type { ResourceRecord, StackState } from "../state/state.ts";
import { PROVIDER_TYPE_PREFIX } from "../state/urn.ts";
import { type Steps, stepOf } from "./steps.ts";

/** What deleting needs. */
export interface DeletionContext {
  readonly state: StackState;
  readonly steps: Steps;
  readonly providers: Providers;
  readonly dryRun: boolean;
  /** What is touched at all. */
  readonly selection: Selection;
  /** Ends the operation between two steps. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Deletes what is selected of some resources. Nothing is deleted when others, which are not selected, stand on one of them.
 *
 * @param candidates what is to go, in order of dependency.
 * @param failed what could not be brought to what the program says: it keeps what it stands on.
 */
export async function deleteSelected(
  candidates: readonly ResourceRecord[],
  context: DeletionContext,
  failed: readonly ResourceRecord[] = [],
): Promise<void> {
  const { state, steps, selection } = context;
  const { taken, blocked } = selection.of(state.all(), candidates);
  const unknown = selection.unknown();
  for (const urn of unknown) steps.report(urn, new ResourceFailed(urn, "is named, but there is no such resource"));
  for (const { urn, by } of blocked) {
    const message = `cannot be deleted alone, because ${by} stands on it: name that as well, or add --target-dependents`;
    steps.report(urn, new ResourceFailed(urn, message));
  }
  if (unknown.length === 0 && blocked.length === 0) await deleteAll(taken, context, failed);
}

/**
 * Deletes resources, each before all that it depends on. One that cannot be deleted ends that, unless it is protected or
 * the operation is to continue on errors: then it keeps what it stands on, and the rest goes.
 */
async function deleteAll(
  records: readonly ResourceRecord[],
  context: DeletionContext,
  failed: readonly ResourceRecord[],
): Promise<void> {
  const going = new Set(records.map(({ urn }) => urn));
  const needed = new Set(failed.flatMap(foundations));
  for (const record of [...records].sort((a, b) => b.order - a.order)) {
    if (context.steps.isOver || (await interrupted(context))) return;
    const blocked = needed.has(record.urn);
    const deleted = !blocked && (await tryDelete(record, going, context));
    if (!deleted) for (const urn of foundations(record)) needed.add(urn);
  }
}

async function tryDelete(
  record: ResourceRecord,
  going: ReadonlySet<string>,
  context: DeletionContext,
): Promise<boolean> {
  try {
    const silently = record.retainOnDelete || (record.deletedWith !== "" && going.has(record.deletedWith));
    await deleteRecord(record, record.pendingDelete ? "delete-replaced" : "delete", context, silently);
    return true;
  } catch (error) {
    if (error instanceof DeploymentFailed) return false;
    throw error;
  }
}

/**
 * Deletes one resource and forgets it.
 *
 * @param silently forget it without deleting it.
 * @throws DeploymentFailed when it is protected or the provider refuses; that has been told.
 */
export async function deleteRecord(
  record: ResourceRecord,
  operation: StepOperation,
  context: DeletionContext,
  silently = record.retainOnDelete,
): Promise<void> {
  const { state, providers, dryRun } = context;
  await asStep(record, operation, context, async () => {
    if (record.protect) {
      throw new Protected(
        record.urn,
        `cannot be deleted because it is protected: set protect to false, run again, and then remove it`,
      );
    }
    const isThere = record.custom && !record.external && !record.pendingReplacement;
    if (isThere && !silently && !dryRun && !record.type.startsWith(PROVIDER_TYPE_PREFIX)) {
      await providers.of(record.type, record.provider).delete(record, record);
    }
    state.delete(record);
  });
}

/** Components, reads and provider instances are dropped without a word, as they were never made. */
async function asStep(
  record: ResourceRecord,
  operation: StepOperation,
  { steps }: DeletionContext,
  work: () => Promise<void>,
): Promise<void> {
  if (record.external || record.pendingReplacement || record.type.startsWith(PROVIDER_TYPE_PREFIX)) {
    try {
      await work();
    } catch (error) {
      throw steps.report(record.urn, error);
    }
    return;
  }
  await steps.run({ ...stepOf(operation, record), before: record }, work);
}
