import type { EngineEvent, Step } from "../../engine/events.ts";
import type { ResourceRecord } from "../../engine/state/state.ts";
import type { Json, JsonObject } from "../../json.ts";
import { countedChanges, type EventContext, isShown, topLevel } from "./engine-event.ts";
import { shownMap } from "./shown.ts";

/** `pulumi preview --json`: all that the preview has found, as one document (`display.previewDigest`). */
export class PreviewDigest {
  readonly #context: EventContext;
  readonly #write: (text: string) => void;
  readonly #steps: JsonObject[] = [];
  readonly #diagnostics: JsonObject[] = [];

  constructor(context: EventContext, write: (text: string) => void) {
    this.#context = context;
    this.#write = write;
  }

  show(event: EngineEvent): void {
    if (event.kind === "step-started" && isShown(event.step)) this.#steps.push(stepOf(event.step));
    if (event.kind === "diagnostic" && event.severity !== "debug") {
      const { urn = "", message, severity } = event;
      const prefix = severity === "info" ? "" : `${severity}: `;
      this.#diagnostics.push({ ...(urn === "" ? {} : { urn }), message: `${prefix}${message}\n`, severity });
    }
    if (event.kind !== "finished") return;
    const { milliseconds, changes } = event.summary;
    const digest = {
      config: this.#context.config,
      ...filled("steps", this.#steps),
      ...filled("diagnostics", this.#diagnostics),
      // Go's unit.
      duration: Math.round(milliseconds * 1e6),
      changeSummary: countedChanges(changes),
    };
    this.#write(`${JSON.stringify(digest, null, 4)}\n`);
  }
}

function filled(name: string, list: readonly Json[]): JsonObject {
  return list.length === 0 ? {} : { [name]: list };
}

function stepOf({ operation, urn, before, after, differences = [], kinds }: Step): JsonObject {
  const isGone = operation === "delete" || operation === "delete-replaced";
  const old = operation === "create" || operation === "import" ? undefined : before;
  const now = isGone ? undefined : (after ?? (operation === "same" ? before : undefined));
  const replaces = [...(kinds ?? [])].filter(([, kind]) => kind.endsWith("-replace")).map(([path]) => path);
  const provider = (now ?? old)?.provider ?? "";
  return {
    op: operation,
    urn,
    ...(provider === "" ? {} : { provider }),
    ...(old === undefined ? {} : { oldState: stateOf(old) }),
    ...(now === undefined ? {} : { newState: stateOf(now) }),
    ...filled("diffReasons", topLevel(differences)),
    ...filled("replaceReasons", topLevel(replaces)),
    detailedDiff:
      kinds === undefined || kinds.size === 0
        ? null
        : Object.fromEntries([...kinds].map(([path, kind]) => [path, { kind, inputDiff: true }])),
  };
}

/** `apitype.ResourceV3`, with `[secret]` for secrets. */
function stateOf({
  urn,
  custom,
  id,
  type,
  inputs,
  outputs,
  parent,
  protect,
  dependencies,
  provider,
}: ResourceRecord): JsonObject {
  return {
    urn,
    custom,
    ...(id === "" ? {} : { id }),
    type,
    inputs: shownMap(inputs),
    outputs: shownMap(outputs),
    ...(parent === "" ? {} : { parent }),
    ...(protect ? { protect } : {}),
    ...(dependencies.length === 0 ? {} : { dependencies }),
    ...(provider === "" ? {} : { provider }),
  };
}
