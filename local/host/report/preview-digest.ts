import type { EngineEvent, Step } from "../../engine/events.ts";
import type { ResourceRecord } from "../../engine/state/state.ts";
import { STACK_TYPE } from "../../engine/state/urn.ts";
import type { Json, JsonObject } from "../../json.ts";
import { countedChanges, type EventContext, isShown, topLevel } from "./engine-event.ts";
import { shownMap } from "./shown.ts";

/** `pulumi preview --json`: all that the preview has found, as one document (`display.previewDigest`). */
export class PreviewDigest {
  readonly #context: EventContext;
  readonly #outputs: boolean;
  readonly #write: (text: string) => void;
  readonly #steps: JsonObject[] = [];
  readonly #diagnostics: JsonObject[] = [];

  /** @param outputs whether the stack's outputs are shown. */
  constructor(context: EventContext, outputs: boolean, write: (text: string) => void) {
    this.#context = context;
    this.#outputs = outputs;
    this.#write = write;
  }

  show(event: EngineEvent): void {
    if (event.kind === "step-started" && isShown(event.step)) this.#steps.push(this.#stepOf(event.step));
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

  #stepOf({ operation, urn, before, after, differences = [], kinds }: Step): JsonObject {
    const isGone = operation === "delete" || operation === "delete-replaced";
    const old = operation === "create" || operation === "import" ? undefined : before;
    const now = isGone ? undefined : (after ?? (operation === "same" ? before : undefined));
    const replaces = [...(kinds ?? [])].filter(([, kind]) => kind.endsWith("-replace")).map(([path]) => path);
    const provider = (now ?? old)?.provider ?? "";
    return {
      op: operation,
      urn,
      ...(provider === "" ? {} : { provider }),
      ...(old === undefined ? {} : { oldState: this.#stateOf(old) }),
      ...(now === undefined ? {} : { newState: this.#stateOf(now) }),
      ...filled("diffReasons", topLevel(differences)),
      ...filled("replaceReasons", topLevel(replaces)),
      detailedDiff:
        kinds === undefined || kinds.size === 0
          ? null
          : Object.fromEntries([...kinds].map(([path, kind]) => [path, { kind, inputDiff: true }])),
    };
  }

  /** `apitype.ResourceV3`, with `[secret]` for secrets. */
  #stateOf(record: ResourceRecord): JsonObject {
    const { urn, custom, id, type, inputs, outputs, parent, protect, dependencies, provider } = record;
    const { secrets } = this.#context;
    // Of the stack neither is shown when its outputs are not to be (`display.stateForJSONOutput`).
    const isShown = this.#outputs || type !== STACK_TYPE;
    return {
      urn,
      custom,
      ...(id === "" ? {} : { id }),
      type,
      ...(isShown ? { inputs: shownMap(inputs, secrets), outputs: shownMap(outputs, secrets) } : {}),
      ...(parent === "" ? {} : { parent }),
      ...(protect ? { protect } : {}),
      ...(dependencies.length === 0 ? {} : { dependencies }),
      ...(provider === "" ? {} : { provider }),
    };
  }
}

function filled(name: string, list: readonly Json[]): JsonObject {
  return list.length === 0 ? {} : { [name]: list };
}
