import type { EncryptionConfiguration } from "@aws-sdk/client-sfn";
import type { Outcome } from "../asl/execution.ts";
import type { Snapshot } from "../asl/snapshot.ts";
import type { Json } from "../json.ts";
import type { Activity } from "./activities.ts";
import type { ExecutionRecord, MapRunChild, Target } from "./execution-record.ts";
import type { Alias, Revision, StateMachine, Version } from "./state-machine.ts";

/** The documents that `--data-dir` keeps, and how they are made. */

export type KeptRevision = Omit<Revision, "machine">;

export type KeptMachine = Pick<StateMachine, "name" | "arn" | "type" | "creationDate" | "status" | "nextVersion"> & {
  readonly revisionKey: string;
  readonly versions: readonly (Omit<Version, "revision"> & { readonly revisionKey: string })[];
  readonly aliases: readonly Alias[];
  readonly tags: readonly [string, string][];
};

export interface KeptActivity {
  readonly arn: string;
  readonly name: string;
  readonly creationDate: number;
  readonly tags: readonly [string, string][];
  readonly encryption?: EncryptionConfiguration;
}

export type KeptExecution = Pick<ExecutionRecord, "arn" | "name" | "input" | "startDate" | "redriveCount"> & {
  readonly target: Omit<Target, "revision"> & { readonly revisionKey: string };
  readonly traceHeader?: string;
  readonly stopDate?: number;
  readonly redriveDate?: number;
  readonly outcome?: Outcome;
  readonly child?: MapRunChild;
  readonly snapshot?: Snapshot;
};

/** The shapes above hold JSON only; absent members simply do not get written. */
function document(value: object): Json {
  return value as unknown as Json;
}

export function keptRevision(revision: Revision): Json {
  const { machine: _compiled, ...kept } = revision;
  return document(kept satisfies KeptRevision);
}

export function keptMachine(machine: StateMachine): Json {
  const { revision, versions, aliases, tags, ...own } = machine;
  return document({
    ...own,
    revisionKey: revision.key,
    versions: Array.from(versions.values(), ({ revision: published, ...version }) => ({
      ...version,
      revisionKey: published.key,
    })),
    aliases: [...aliases.values()],
    tags: [...tags],
  } satisfies KeptMachine);
}

export function keptActivity(activity: Activity): Json {
  const { arn, name, creationDate, tags, encryption } = activity;
  const kept: KeptActivity = { arn, name, creationDate, tags: [...tags] };
  return document(encryption === undefined ? kept : { ...kept, encryption });
}

export function keptExecution(record: ExecutionRecord): Json {
  const { arn, name, input, startDate, redriveCount, traceHeader, stopDate, redriveDate, outcome } = record;
  const { revision, ...target } = record.target;
  const isOver = outcome?.status === "SUCCEEDED" || target.type === "EXPRESS";
  const snapshot = isOver ? undefined : (record.execution?.snapshot() ?? record.snapshot);
  return document({
    arn,
    name,
    input,
    startDate,
    redriveCount,
    target: { ...target, revisionKey: revision.key },
    ...(traceHeader === undefined ? {} : { traceHeader }),
    ...(stopDate === undefined ? {} : { stopDate }),
    ...(redriveDate === undefined ? {} : { redriveDate }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(record.child === undefined ? {} : { child: record.child }),
    ...(snapshot === undefined ? {} : { snapshot }),
  } satisfies KeptExecution);
}
