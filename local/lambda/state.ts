import type { Scope } from "../aws/caller.ts";
import type { Clock } from "../clock/clock.ts";
import type { Environment } from "../module.ts";
import { CodeStore } from "./code-store.ts";
import { EventQueue } from "./events/event-queue.ts";
import { Executor } from "./execution/executor.ts";
import { Functions } from "./functions.ts";
import { Mappings } from "./mappings/mappings.ts";

/** Everything Lambda keeps: functions and their code, what runs them, queued events and event source mappings. */
export interface Lambda {
  readonly environment: Environment;
  readonly scope: Scope;
  readonly functions: Functions;
  readonly code: CodeStore;
  readonly executor: Executor;
  readonly events: EventQueue;
  readonly mappings: Mappings;
}

/**
 * Makes Lambda's state, with what `--data-dir` kept.
 *
 * @param threadClock the clock that worker threads live by: the machine's, except in tests.
 */
export function createState(environment: Environment, threadClock: Clock): Lambda {
  const { storage, scope } = environment;
  const functions = new Functions(scope, storage.collection("lambda-functions"));
  const code = new CodeStore(storage.directory);
  const executor = new Executor(environment, threadClock, code);
  const events = new EventQueue(environment, functions, executor);
  const mappings = new Mappings(environment, functions, executor);
  return { environment, scope, functions, code, executor, events, mappings };
}
