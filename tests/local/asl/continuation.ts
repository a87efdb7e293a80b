import { type Execution, type ExecutionIdentity, startExecution } from "../../../local/asl/execution.ts";
import { History, type WireEvent } from "../../../local/asl/history.ts";
import { compileMachine } from "../../../local/asl/machine.ts";
import type { Snapshot } from "../../../local/asl/snapshot.ts";
import { type VirtualClock, virtualClock } from "../../../local/clock/virtual-clock.ts";
import type { Json, JsonObject } from "../../../local/json.ts";
import { identity, ScriptedHost, start, type Tasks } from "./scripted-host.ts";

/** An execution on a clock and a host of its own. */
export interface Running {
  readonly clock: VirtualClock;
  readonly execution: Execution;
  readonly history: History;
  readonly host: ScriptedHost;
}

/** What a restart keeps of an execution: its history and where it stands, as text. */
export interface Kept {
  readonly events: readonly WireEvent[];
  readonly snapshot: Snapshot;
  readonly time: number;
}

/** Starts one. */
export function begin(definition: JsonObject, input: Json, tasks: Tasks = {}): Running {
  const clock = virtualClock();
  const host = new ScriptedHost(clock, tasks);
  return { clock, host, ...start(definition, input, host) };
}

/** What is left of it when the runtime is killed now. */
export function keep({ clock, execution, history }: Running): Kept {
  const kept = { events: history.events(), snapshot: execution.snapshot(), time: clock.now() };
  return JSON.parse(JSON.stringify(kept)) as Kept;
}

/** Takes it up in another runtime, as of the moment it was kept, or redrives it. */
export function goOn(
  definition: JsonObject,
  input: Json,
  kept: Kept,
  options: { readonly tasks?: Tasks; readonly redrive?: Partial<ExecutionIdentity> } = {},
): Running {
  const clock = virtualClock(kept.time);
  const host = new ScriptedHost(clock, options.tasks);
  const history = History.restore(kept.events, clock);
  const began = kept.events[0]?.timestamp ?? 0;
  const execution = startExecution(compileMachine(definition), {
    input,
    host,
    identity: { ...identity(clock), startTime: began * 1000, ...options.redrive },
    type: "STANDARD",
    history,
    resumeFrom: { snapshot: kept.snapshot, redrive: options.redrive !== undefined },
  });
  return { clock, execution, history, host };
}

/** The events as `Type previousEventId`. */
export function shape(history: History): string[] {
  return history.events().map(({ type, previousEventId }) => `${type} ${previousEventId}`);
}

/** Lets it run to its end. */
export async function finish({ clock, execution }: Running): Promise<unknown> {
  await clock.idle();
  return execution.done;
}
