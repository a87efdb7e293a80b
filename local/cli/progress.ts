import type { EngineEvent, EventListener, Step, StepOperation } from "../engine/events.ts";
import { nameOf, typeOf } from "../engine/urn.ts";

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
  const underWay = new Set<string>();
  let finished = 0;
  let drawn = false;

  const clear = (): void => {
    if (drawn) screen.write("\r\u001b[2K");
    drawn = false;
  };
  const draw = (): void => {
    if (!screen.isTTY) return;
    clear();
    const names = [...underWay].slice(-3).join(", ");
    screen.write(
      `deploying: ${finished} resources ready${names === "" ? "" : `, at work on ${names}`}`.slice(
        0,
        screen.columns - 1,
      ),
    );
    drawn = true;
  };
  const line = (text: string): void => {
    clear();
    screen.write(`${text}\n`);
  };

  const onEvent = (event: EngineEvent): void => {
    switch (event.kind) {
      case "started":
        draw();
        return;
      case "step-started":
        underWay.add(event.step.name);
        draw();
        return;
      case "step-finished":
        underWay.delete(event.step.name);
        finished += 1;
        if (!screen.isTTY && isWorthALine(event.step)) line(done(event.step, event.milliseconds));
        draw();
        return;
      case "step-failed":
        underWay.delete(event.step.name);
        draw();
        return;
      case "diagnostic":
        if (event.severity !== "debug") line(diagnostic(event));
        return;
      case "outputs":
      case "finished":
        clear();
        return;
      default: {
        const never: never = event;
        throw new Error(`no event ${String(never)}`);
      }
    }
  };
  return { onEvent, end: clear };
}

function isWorthALine(step: Step): boolean {
  return step.operation !== "same" && step.operation !== "create-replacement";
}

function done(step: Step, milliseconds: number): string {
  return `${step.type} ${step.name} ${DONE[step.operation]} (${(milliseconds / 1000).toFixed(2)}s)`;
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
