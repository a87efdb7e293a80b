import type { EngineEvent } from "../../engine/events.ts";
import { STACK_TYPE } from "../../engine/state/urn.ts";
import type { ImportEntry } from "./protocol.ts";

/** Notes what an operation makes, so that it can be imported instead. */
export class Creates {
  readonly entries: ImportEntry[] = [];

  note(event: EngineEvent): void {
    if (event.kind !== "step-started" || event.step.operation !== "create") return;
    const { urn, type, name, custom, after, before } = event.step;
    if (type === STACK_TYPE) return;
    this.entries.push({ urn, type, name, parent: (after ?? before)?.parent ?? "", component: !custom });
  }
}
