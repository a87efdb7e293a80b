import type { EngineEvent } from "../../engine/events.ts";
import { cliEvent, type EventContext } from "./engine-event.ts";

/** `pulumi up --json`: each event of the operation as a line of JSON (`display.ShowJSONEvents`). */
export class JsonLines {
  readonly #context: EventContext;
  readonly #write: (text: string) => void;
  #sequence = 0;

  constructor(context: EventContext, write: (text: string) => void) {
    this.#context = context;
    this.#write = write;
  }

  show(event: EngineEvent): void {
    const told = cliEvent(event, this.#context);
    if (told === undefined) return;
    const timestamp = Math.floor(Date.now() / 1000);
    this.#write(`${JSON.stringify({ sequence: this.#sequence++, timestamp, ...told })}\n`);
  }
}
