import type { EngineEvent, EngineOperation, Step, StepOperation, Summary } from "../../engine/events.ts";
import { nameOf, typeOf } from "../../engine/state/urn.ts";
import type { Json } from "../../json.ts";
import { UNKNOWN_TEXT } from "../../provider/property-bag.ts";
import type { PropertyMap } from "../../provider/values.ts";
import { countedChanges } from "./engine-event.ts";
import { SECRET_TEXT } from "./secret-text.ts";
import { shownOutput } from "./shown.ts";

/** What the display of one operation needs to know. */
export interface DisplayOptions {
  readonly operation: EngineOperation;
  readonly stack: string;
  /** Whether nothing is done, only planned. */
  readonly planning: boolean;
  /** Whether debugging messages are shown as well. */
  readonly debug: boolean;
  /** Whether the stack's outputs are shown. */
  readonly outputs: boolean;
  /** Whether what is secret is shown as it is. */
  readonly secrets: boolean;
  /** Those of the last `up`. */
  readonly previousOutputs: PropertyMap;
  write(text: string): void;
}

interface Words {
  readonly mark: string;
  readonly doing: string;
  readonly done: string;
  readonly plan: string;
}

/** The CLI's marks and words, from its recordings. */
export const WORDS: Readonly<Record<StepOperation, Words>> = {
  same: { mark: "  ", doing: "", done: "", plan: "" },
  create: { mark: "+ ", doing: "creating", done: "created", plan: "create" },
  update: { mark: "~ ", doing: "updating", done: "updated", plan: "update" },
  delete: { mark: "- ", doing: "deleting", done: "deleted", plan: "delete" },
  replace: { mark: "+-", doing: "replacing", done: "replaced", plan: "replace" },
  "create-replacement": {
    mark: "++",
    doing: "creating replacement",
    done: "created replacement",
    plan: "create replacement",
  },
  "delete-replaced": { mark: "--", doing: "deleting original", done: "deleted original", plan: "delete original" },
  read: { mark: "> ", doing: "reading", done: "read", plan: "read" },
  import: { mark: "= ", doing: "importing", done: "imported", plan: "import" },
  refresh: { mark: "~ ", doing: "refreshing", done: "", plan: "refresh" },
};

const HEADINGS: Readonly<Record<EngineOperation, string>> = {
  preview: "Updating",
  up: "Updating",
  refresh: "Refreshing",
  destroy: "Destroying",
  import: "Importing",
};

/** What a preview of each is called. */
const PREVIEWS: Readonly<Record<EngineOperation, string>> = {
  preview: "update",
  up: "update",
  refresh: "refresh",
  destroy: "destroy",
  import: "import",
};

/** The changes that the table at the end has, in its order. */
const TABLE: readonly StepOperation[] = ["create", "update", "delete", "replace", "import"];

/** Writes an operation's events as the CLI shows them where nobody watches a terminal. */
export class Display {
  readonly #options: DisplayOptions;
  readonly #diagnostics = new Map<string, string[]>();
  #outputs: PropertyMap | undefined;

  constructor(options: DisplayOptions) {
    this.#options = options;
  }

  show(event: EngineEvent): void {
    const { write } = this.#options;
    switch (event.kind) {
      case "started":
        write(`${headingOf(this.#options)}:\n\n`);
        break;
      case "step-started":
        this.#started(event.step);
        break;
      case "step-finished":
        this.#finished(event.step, event.milliseconds);
        break;
      case "step-failed":
        write(line(event.step, `**${WORDS[event.step.operation].doing} failed**`));
        break;
      case "diagnostic":
        this.#remember(event);
        break;
      case "outputs":
        this.#outputs = event.outputs;
        break;
      case "finished":
        this.#end(event.summary);
        break;
      default: {
        const never: never = event;
        throw new Error(`no event ${String(never)}`);
      }
    }
  }

  #started(step: Step): void {
    if (step.operation === "same") return;
    const { doing, plan } = WORDS[step.operation];
    const differences = this.#differences(step);
    const text = this.#options.planning ? `${plan} ${differences}` : `${doing} (0s) ${differences}`;
    this.#options.write(line(step, text));
  }

  #finished(step: Step, milliseconds: number): void {
    const { operation, planning } = this.#options;
    // Only its end tells what a refresh has found.
    if (step.operation === "same") {
      if (operation === "refresh") this.#options.write(line(step, ""));
      return;
    }
    if (planning) {
      if (operation === "refresh")
        this.#options.write(line(step, `${WORDS[step.operation].plan} ${this.#differences(step)}`));
      return;
    }
    const { done } = WORDS[step.operation];
    const time = done === "" ? "" : `(${(milliseconds / 1000).toFixed(2)}s) `;
    this.#options.write(line(step, `${done} ${time}${this.#differences(step)}`));
  }

  #differences({ differences = [] }: Step): string {
    const names = [...new Set(differences.map((path) => path.split(/[.[]/)[0]))];
    return names.length === 0 ? "" : `[diff: ~${names.join(",")}]`;
  }

  #remember({ urn = "", severity, message }: Extract<EngineEvent, { kind: "diagnostic" }>): void {
    if (severity === "debug" && !this.#options.debug) return;
    const label = severity === "info" ? "" : `${severity}: `;
    const lines = this.#diagnostics.get(urn) ?? [];
    this.#diagnostics.set(urn, [
      ...lines,
      ...message.split("\n").map((text, index) => (index === 0 ? label : "") + text),
    ]);
  }

  #end(summary: Summary): void {
    const { operation, planning, outputs, write } = this.#options;
    if (this.#diagnostics.size > 0) write(this.#diagnosticsBlock());
    if (summary.succeeded && operation !== "destroy" && outputs) write(this.#outputsBlock());
    write(resourcesBlock(summary));
    if (!planning) write(`Duration: ${Math.max(1, Math.round(summary.milliseconds / 1000))}s\n\n`);
  }

  #diagnosticsBlock(): string {
    const blocks = [...this.#diagnostics].map(([urn, lines]) => {
      const about = urn === "" ? "pulumi:pulumi:Stack" : `${shortType(typeOf(urn))} (${nameOf(urn)})`;
      return `  ${about}:\n${lines.map((text) => `    ${text}\n`).join("")}\n`;
    });
    return `Diagnostics:\n${blocks.join("")}`;
  }

  #outputsBlock(): string {
    const { previousOutputs, secrets } = this.#options;
    const outputs = this.#outputs ?? {};
    const names = Object.keys(outputs).sort();
    if (names.length === 0) return "";
    const width = Math.max(...names.map((name) => name.length));
    const isFirst = Object.keys(previousOutputs).length === 0;
    const rows = names.map((name) => {
      const old = previousOutputs[name];
      const now = text(shownOutput(outputs[name], secrets));
      const before = old === undefined ? undefined : text(shownOutput(old, secrets));
      const label = name.padEnd(width);
      if (isFirst || before === now) return `    ${label}: ${now}\n`;
      return before === undefined ? `  + ${label}: ${now}\n` : `  ~ ${label}: ${before} => ${now}\n`;
    });
    return `Outputs:\n${rows.join("")}\n`;
  }
}

/** `Previewing update (dev)` */
export function headingOf({
  operation,
  planning,
  stack,
}: Pick<DisplayOptions, "operation" | "planning" | "stack">): string {
  return `${planning ? `Previewing ${PREVIEWS[operation]}` : HEADINGS[operation]} (${stack})`;
}

function line({ operation, type, name }: Step, words: string): string {
  return ` ${WORDS[operation].mark} ${shortType(type)} ${name} ${words.trimEnd()} \n`;
}

/** `aws:dynamodb/table:Table` → `aws:dynamodb:Table`. */
export function shortType(type: string): string {
  return type.replace(/\/[^:]*/, "");
}

/** A value as the CLI shows it. */
export function text(value: Json): string {
  if (value === SECRET_TEXT) return value;
  return value === UNKNOWN_TEXT ? "[unknown]" : JSON.stringify(value);
}

/** What an operation has changed, counted. */
export function resourcesBlock({ planning, changes }: Summary): string {
  const counts = countedChanges(changes);
  const rows = TABLE.flatMap((step) => {
    const count = counts[step];
    if (count === undefined) return [];
    const { mark, plan, done } = WORDS[step];
    return [`    ${mark}${count} ${planning ? `to ${plan}` : done}\n`];
  });
  const changed = TABLE.reduce((sum, step) => sum + (counts[step] ?? 0), 0);
  const unchanged = counts["same"] ?? 0;
  if (rows.length > 1) rows.push(`    ${changed} changes${unchanged === 0 ? "" : `. ${unchanged} unchanged`}\n`);
  else if (unchanged > 0) rows.push(`    ${unchanged} unchanged\n`);
  return rows.length === 0 ? "" : `Resources:\n${rows.join("")}\n`;
}
