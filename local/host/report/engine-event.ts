import type { EngineEvent, Severity, Step, StepOperation, Summary } from "../../engine/events.ts";
import type { ResourceRecord } from "../../engine/state/state.ts";
import { STACK_TYPE } from "../../engine/state/urn.ts";
import type { Json, JsonObject } from "../../json.ts";
import { parsePath } from "../../provider/property-path.ts";
import { shownMap } from "./shown.ts";

/** What the events of one operation are told with. */
export interface EventContext {
  /** Whether nothing is done, only planned. */
  readonly planning: boolean;
  /** By key with namespace, secrets masked. */
  readonly config: Readonly<Record<string, string>>;
  /** Whether what is secret of resources is readable; of the configuration it never is (`engine.preludeEvent`). */
  readonly secrets: boolean;
}

/** Steps of the engine's own that a person does not count: the two halves of a replacement. */
const UNCOUNTED: ReadonlySet<StepOperation> = new Set(["create-replacement", "delete-replaced"]);

const SEVERITY = { debug: "debug", info: "info", warning: "warning", error: "error" } as const satisfies Record<
  Severity,
  string
>;

/**
 * An event of the embedded engine in the words of the CLI's event log (`apitype.EngineEvent`), which is what the
 * Automation API hands to `onEvent`.
 *
 * @returns undefined for what the event log does not have.
 */
export function cliEvent(event: EngineEvent, context: EventContext): JsonObject | undefined {
  switch (event.kind) {
    case "started":
      return { preludeEvent: { config: context.config } };
    case "step-started":
      return { resourcePreEvent: { metadata: stepMetadata(event.step, context), planning: context.planning } };
    case "step-finished":
      return { resOutputsEvent: { metadata: stepMetadata(event.step, context), planning: context.planning } };
    case "step-failed":
      return { resOpFailedEvent: { metadata: stepMetadata(event.step, context), status: 1, steps: 0 } };
    case "diagnostic":
      return { diagnosticEvent: diagnostic(event) };
    case "outputs":
      return undefined;
    case "finished":
      return { summaryEvent: summary(event.summary) };
    default: {
      const never: never = event;
      throw new Error(`no event ${String(never)}`);
    }
  }
}

/** Whether a step is shown where only changes are: the halves of a replacement are one step, and what stays is none. */
export function isShown({ operation, type }: Step): boolean {
  return operation === "same" ? type === STACK_TYPE : !UNCOUNTED.has(operation);
}

/** How many resources had which step, as people count. What was read at a refresh and is still there is unchanged. */
export function countedChanges(changes: Summary["changes"]): Record<string, number> {
  const result: Record<string, number> = {};
  for (const [operation, count] of Object.entries(changes) as [StepOperation, number][]) {
    if (UNCOUNTED.has(operation)) continue;
    const name = operation === "refresh" ? "same" : operation;
    result[name] = (result[name] ?? 0) + count;
  }
  return result;
}

function summary({ changes, milliseconds, planning }: Summary): JsonObject {
  return {
    maybeCorrupt: false,
    durationSeconds: Math.round(milliseconds / 1000),
    resourceChanges: countedChanges(changes),
    PolicyPacks: {},
    isPreview: planning,
  };
}

function diagnostic(event: Extract<EngineEvent, { kind: "diagnostic" }>): JsonObject {
  const { severity, message, urn } = event;
  const prefix = severity === "info" ? "" : `${severity}: `;
  return {
    ...(urn === undefined || urn === "" ? {} : { urn }),
    prefix,
    message: `${message}\n`,
    color: "never",
    severity: SEVERITY[severity],
  };
}

/** A step as the CLI has it (`apitype.StepEventMetadata`). */
export function stepMetadata(step: Step, { secrets }: Pick<EventContext, "secrets">): JsonObject {
  const { operation, urn, type, before, after, differences, kinds } = step;
  const isNew = operation === "create" || operation === "import" || operation === "read";
  const isGone = operation === "delete" || operation === "delete-replaced";
  const old = isNew ? undefined : before;
  const now = isGone ? undefined : (after ?? (operation === "same" || operation === "refresh" ? before : undefined));
  const replaces = [...(kinds ?? [])].filter(([, kind]) => kind.endsWith("-replace")).map(([path]) => path);
  return {
    op: operation,
    urn,
    type,
    old: old === undefined ? null : stateOf(old, secrets),
    new: now === undefined ? null : stateOf(now, secrets),
    ...(replaces.length === 0 ? {} : { keys: topLevel(replaces) }),
    ...(differences === undefined || differences.length === 0 ? {} : { diffs: topLevel(differences) }),
    detailedDiff: kinds === undefined || kinds.size === 0 ? null : detailed(kinds),
    ...(UNCOUNTED.has(operation) ? {} : { logical: true }),
    provider: (now ?? old)?.provider ?? "",
  };
}

/** The properties that paths lead into. */
export function topLevel(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((path) => String(parsePath(path)[0] ?? path)))];
}

function detailed(kinds: NonNullable<Step["kinds"]>): JsonObject {
  return Object.fromEntries([...kinds].map(([path, diffKind]) => [path, { diffKind, inputDiff: true }]));
}

function stateOf(record: ResourceRecord, secrets: boolean): Json {
  const { type, urn, custom, id, parent, protect, retainOnDelete, provider, pendingDelete } = record;
  return {
    type,
    urn,
    custom,
    id,
    parent,
    ...(pendingDelete ? { delete: true } : {}),
    ...(protect ? { protect } : {}),
    ...(retainOnDelete ? { retainOnDelete } : {}),
    provider,
    inputs: shownMap(record.inputs, secrets),
    outputs: shownMap(record.outputs, secrets),
  };
}
