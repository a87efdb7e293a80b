import type { EngineEvent, EngineOperation, Step } from "../../engine/events.ts";
import { STACK_TYPE } from "../../engine/state/urn.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { PropertyMap } from "../../provider/values.ts";
import { headingOf, text, WORDS } from "./display.ts";
import { isShown } from "./engine-event.ts";
import { shownMap, shownOutput } from "./shown.ts";

/** What the rich display needs to know. */
export interface DiffDisplayOptions {
  readonly operation: EngineOperation;
  readonly stack: string;
  readonly planning: boolean;
  /** Whether the stack's outputs are shown. */
  readonly outputs: boolean;
  /** Whether what is secret is shown as it is. */
  readonly secrets: boolean;
  /** Those of the last `up`. */
  readonly previousOutputs: PropertyMap;
  /** Shows what comes after the steps. */
  readonly rest: { show(event: EngineEvent): void };
  write(text: string): void;
}

type Mark = "+" | "-" | "~" | " ";

/** The check's own property. */
const HIDDEN: ReadonlySet<string> = new Set(["__defaults"]);

/** `--diff`: each step with the properties that it changes, as the CLI shows them (`04-preview-update.txt`). */
export class DiffDisplay {
  readonly #options: DiffDisplayOptions;
  readonly #depths = new Map<string, number>();

  constructor(options: DiffDisplayOptions) {
    this.#options = options;
  }

  show(event: EngineEvent): void {
    const { operation, write, planning, rest } = this.#options;
    // What is planned is told as it comes, what is done when it is done; a refresh shows only then what it is.
    const atOnce = planning && operation !== "refresh";
    switch (event.kind) {
      case "started":
        write(`${headingOf(this.#options)}:\n`);
        break;
      case "step-started":
        if (atOnce) this.#step(event.step);
        break;
      case "step-finished":
        if (!atOnce) this.#step(event.step);
        break;
      case "outputs":
        this.#outputs(event.outputs);
        break;
      case "step-failed":
      case "diagnostic":
      case "finished":
        rest.show(event);
        break;
      default: {
        const never: never = event;
        throw new Error(`no event ${String(never)}`);
      }
    }
  }

  #step(step: Step): void {
    const { operation, urn, type, before, after } = step;
    if (!isShown(step)) return;
    const depth = this.#depthOf(step);
    this.#depths.set(urn, depth);
    const isRemoval = operation === "delete" || operation === "delete-replaced";
    const { id = "", provider = "" } = (isRemoval ? before : (after ?? before)) ?? {};
    const known = id === "" ? (before?.id ?? "") : id;
    const indent = "    ".repeat(depth);
    const { write, secrets } = this.#options;
    write(`${indent}${WORDS[operation].mark.padEnd(2)}${type}: (${operation})\n`);
    if (known !== "" && operation !== "create") write(`${indent}    [id=${known}]\n`);
    write(`${indent}    [urn=${urn}]\n`);
    if (provider !== "") write(`${indent}    [provider=${provider}]\n`);
    const olds = shownMap(before?.inputs ?? {}, secrets);
    const news = shownMap(after?.inputs ?? {}, secrets);
    if (operation === "create" || operation === "import") write(properties(news, depth + 1, " "));
    else if (!isRemoval && operation !== "same") write(differences(olds, news, depth + 1));
  }

  /** Only what has changed. */
  #outputs(outputs: PropertyMap): void {
    const { operation, previousOutputs, secrets, write } = this.#options;
    if (operation === "destroy" || !this.#options.outputs) return;
    const changed = differences(readable(previousOutputs, secrets), readable(outputs, secrets), 1);
    if (changed !== "") write(`    --outputs:--\n${changed}`);
  }

  #depthOf({ type, before, after }: Step): number {
    if (type === STACK_TYPE) return 0;
    const parent = (after ?? before)?.parent ?? "";
    return (this.#depths.get(parent) ?? 0) + 1;
  }
}

function readable(outputs: PropertyMap, secrets: boolean): JsonObject {
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, shownOutput(value, secrets)]));
}

function differences(olds: JsonObject, news: JsonObject, depth: number): string {
  const names = namesOf({ ...olds, ...news }).filter((name) => !same(olds[name], news[name]));
  return names.map((name) => difference(`${name}: `, olds[name], news[name], depth)).join("");
}

function difference(label: string, old: Json | undefined, now: Json | undefined, depth: number): string {
  if (old === undefined) return line("+", depth, label, now ?? null);
  if (now === undefined) return line("-", depth, label, old);
  if (isObject(old) && isObject(now)) {
    return `${start("~", depth)}${label}{\n${differences(old, now, depth + 1)}${start(" ", depth)}}\n`;
  }
  if (Array.isArray(old) && Array.isArray(now)) {
    const places = Array.from({ length: Math.max(old.length, now.length) }, (_, index) => index);
    const changed = places.filter((index) => !same(old[index], now[index]));
    const items = changed.map((index) => difference(`[${index}]: `, old[index], now[index], depth + 1)).join("");
    return `${start("~", depth)}${label}[\n${items}${start(" ", depth)}]\n`;
  }
  return `${start("~", depth)}${label}${text(old)} => ${text(now)}\n`;
}

function properties(values: JsonObject, depth: number, mark: Mark): string {
  const names = namesOf(values);
  const width = Math.max(0, ...names.map((name) => name.length));
  return names.map((name) => line(mark, depth, `${name.padEnd(width)}: `, values[name] ?? null)).join("");
}

function line(mark: Mark, depth: number, label: string, value: Json): string {
  if (isObject(value)) {
    return `${start(mark, depth)}${label}{\n${properties(value, depth + 1, mark)}${start(" ", depth)}}\n`;
  }
  if (Array.isArray(value)) {
    const items = value.map((item: Json, index) => line(mark, depth + 1, `[${index}]: `, item)).join("");
    return `${start(mark, depth)}${label}[\n${items}${start(" ", depth)}]\n`;
  }
  return `${start(mark, depth)}${label}${text(value)}\n`;
}

/** Marks stand in front of what they mark. */
function start(mark: Mark, depth: number): string {
  return `${"    ".repeat(depth).slice(2)}${mark} `;
}

function namesOf(values: JsonObject): readonly string[] {
  return Object.keys(values)
    .filter((name) => !HIDDEN.has(name))
    .sort();
}

function same(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
