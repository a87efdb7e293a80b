import type { EngineEvent, EventListener, Step, StepOperation } from "../engine/events.ts";
import { nameOf, typeOf } from "../engine/state/urn.ts";

/** Where progress is written. */
export interface Screen {
  readonly isTTY: boolean;
  readonly columns: number;
  write(text: string): void;
}

/** Shows a deployment's events. */
export interface Progress {
  readonly onEvent: EventListener;
  /** Clears what is unfinished on the screen. */
  end(): void;
}

/** What was done, in one word for the person. */
const DONE: Readonly<Record<StepOperation, string>> = {
  same: "unchanged",
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
  "create-replacement": "replacement created",
  "delete-replaced": "replaced one deleted",
  read: "read",
  import: "imported",
  refresh: "refreshed",
};

/**
 * On a terminal one line that counts and names what is under way; in a pipe a line for every resource that was
 * touched. Diagnostics are lines of their own in both.
 */
export function createProgress(screen: Screen): Progress {
  const display = new Display(screen);
  return { onEvent: (event) => display.show(event), end: () => display.clear() };
}

class Display {
  readonly #screen: Screen;
  readonly #underWay = new Set<string>();
  #finished = 0;
  #drawn = false;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  show(event: EngineEvent): void {
    switch (event.kind) {
      case "started":
        break;
      case "step-started":
        this.#underWay.add(event.step.name);
        break;
      case "step-finished":
        this.#underWay.delete(event.step.name);
        this.#finished += 1;
        if (!this.#screen.isTTY && isWorthALine(event.step)) this.#line(done(event.step, event.milliseconds));
        break;
      case "step-failed":
        this.#underWay.delete(event.step.name);
        break;
      case "diagnostic":
        if (event.severity !== "debug") this.#line(diagnostic(event));
        break;
      case "outputs":
      case "finished":
        this.clear();
        return;
      default: {
        const never: never = event;
        throw new Error(`no event ${String(never)}`);
      }
    }
    this.#draw();
  }

  clear(): void {
    if (this.#drawn) this.#screen.write("\r\u001b[2K");
    this.#drawn = false;
  }

  #line(text: string): void {
    this.clear();
    this.#screen.write(`${text}\n`);
  }

  #draw(): void {
    if (!this.#screen.isTTY) return;
    this.clear();
    const names = [...this.#underWay].slice(-3).join(", ");
    const text = `deploying: ${this.#finished} resources ready${names === "" ? "" : `, at work on ${names}`}`;
    this.#screen.write(text.slice(0, this.#screen.columns - 1));
    this.#drawn = true;
  }
}

function isWorthALine({ operation }: Step): boolean {
  return operation !== "same" && operation !== "refresh" && operation !== "create-replacement";
}

function done(step: Step, milliseconds: number): string {
  const { differences = [] } = step;
  const what = differences.length === 0 ? "" : `: ${differences.join(", ")}`;
  return `${step.type} ${step.name} ${DONE[step.operation]}${what} (${(milliseconds / 1000).toFixed(2)}s)`;
}

/** A resource's problem names the resource on every line. */
function diagnostic(event: Extract<EngineEvent, { kind: "diagnostic" }>): string {
  const label = event.severity === "info" ? "" : `${event.severity}: `;
  if (event.urn === undefined || event.urn === "") return label + event.message;
  const about = `${typeOf(event.urn)} ${nameOf(event.urn)}`;
  return event.message
    .split("\n")
    .map((text) => `${label}${about}: ${text}`)
    .join("\n");
}
