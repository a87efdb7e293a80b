import type { EngineEvent, Severity, Step, StepOperation, Summary } from "../../engine/events.ts";
import type { ResourceRecord } from "../../engine/state.ts";
import type { Json, JsonObject } from "../../json.ts";
import { shownMap } from "./shown.ts";

/** What the events of one operation are told with. */
export interface EventContext {
  /** Whether nothing is done, only planned. */
  readonly planning: boolean;
  /** By key with namespace, secrets masked. */
  readonly config: Readonly<Record<string, string>>;
  find(urn: string): ResourceRecord | undefined;
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
      return { resourcePreEvent: { metadata: metadata(event.step, context), planning: context.planning } };
    case "step-finished":
      return { resOutputsEvent: { metadata: metadata(event.step, context), planning: context.planning } };
    case "step-failed":
      return { resOpFailedEvent: { metadata: metadata(event.step, context), status: 1, steps: 0 } };
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

function summary({ changes, milliseconds }: Summary): JsonObject {
  return {
    maybeCorrupt: false,
    durationSeconds: Math.round(milliseconds / 1000),
    resourceChanges: countedChanges(changes),
    PolicyPacks: {},
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

function metadata(step: Step, { find }: EventContext): JsonObject {
  const { operation, urn, type, differences } = step;
  const record = find(urn);
  const state = record === undefined ? null : stateOf(record);
  const gone = operation === "delete" || operation === "delete-replaced";
  return {
    op: operation,
    urn,
    type,
    old: gone || operation === "same" ? state : null,
    new: gone ? null : state,
    keys: null,
    diffs: differences ?? null,
    detailedDiff: null,
    logical: !UNCOUNTED.has(operation),
    provider: record?.provider ?? "",
  };
}

function stateOf(record: ResourceRecord): Json {
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
    inputs: shownMap(record.inputs),
    outputs: shownMap(record.outputs),
  };
}
