import type { Host } from "../asl/host.ts";
import type { MapRun } from "../asl/map-run.ts";
import { Scheduler } from "../asl/scheduler.ts";
import type { Environment } from "../module.ts";
import type { Outside } from "../outside.ts";
import type { Activity } from "./activities.ts";
import { type Callbacks, createCallbacks } from "./callbacks.ts";
import { createExecutionStore, type ExecutionStore } from "./execution-store.ts";
import { createExecutions, type Executions } from "./executions.ts";
import { createKeeper, type Keeper } from "./keeper.ts";
import { createExecutionLog } from "./logging/execution-log.ts";
import { createSessions, type Sessions } from "./sessions.ts";
import { StateMachines } from "./state-machines.ts";
import { createStatusEvents } from "./status-events.ts";
import { createHost } from "./task-host.ts";

/** The service's state: what every operation works on. */
export interface StepFunctions {
  readonly environment: Environment;
  readonly machines: StateMachines;
  readonly activities: Map<string, Activity>;
  readonly callbacks: Callbacks;
  readonly store: ExecutionStore;
  readonly executions: Executions;
  readonly mapRuns: Map<string, MapRun>;
  /** The last redrives with a client token, by execution, the newest last. */
  readonly redrives: Map<string, readonly { readonly clientToken: string; readonly date: number }[]>;
  readonly sessions: Sessions;
  readonly keeper: Keeper;
  readonly host: Host;
}

/**
 * Makes the service's state, empty; `restore` fills it with what `--data-dir` kept.
 *
 * @param outside how HTTP Tasks reach their endpoints.
 */
export function createStepFunctions(environment: Environment, outside: Outside): StepFunctions {
  const machines = new StateMachines(environment);
  const activities = new Map<string, Activity>();
  const callbacks = createCallbacks();
  const mapRuns = new Map<string, MapRun>();
  const sessions = createSessions(environment);
  const scheduler = new Scheduler(setImmediate);
  const keeper = createKeeper(environment, scheduler);
  const redrives: StepFunctions["redrives"] = new Map();
  const store = createExecutionStore(environment.clock, environment.log, (record) => {
    keeper.forget(record);
    redrives.delete(record.arn);
    for (const run of mapRuns.values()) if (run.executionArn === record.arn) mapRuns.delete(run.mapRunArn);
  });
  const executions: Executions = createExecutions({
    environment,
    store,
    observers: [
      createExecutionLog(environment, scheduler),
      createStatusEvents(environment, scheduler, machines),
      keeper,
    ],
    host: () => host,
    idle: (name) => finishDeletion(machines, keeper, name),
  });
  const host = createHost({ environment, scheduler, sessions, callbacks, activities, executions, mapRuns, outside });
  return {
    environment,
    machines,
    activities,
    callbacks,
    store,
    executions,
    mapRuns,
    redrives,
    sessions,
    keeper,
    host,
  };
}

/** A state machine that is being deleted is gone when its last execution has ended. */
function finishDeletion(machines: StateMachines, keeper: Keeper, name: string): void {
  const machine = machines.byName.get(name);
  if (machine?.status !== "DELETING") return;
  machines.byName.delete(name);
  keeper.dropMachine(machine);
}
