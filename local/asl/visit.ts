import type { Chain } from "./chain.ts";
import type { MapRun } from "./map-run.ts";

/** How far an attempt of a Task has come. */
export interface TaskProgress {
  readonly token: string;
  phase: "scheduled" | "started" | "submitted";
  /** When it was scheduled: its TimeoutSeconds count from here. */
  readonly since: number;
  /** The last sign of life: HeartbeatSeconds count from here. */
  heartbeat: number;
}

/** The visit of a state that takes time: what it would need to go on after a restart. Times are epoch milliseconds. */
export class Visit {
  /** Retries so far, in all and by each retrier. */
  retries = 0;
  retriesOf: number[] = [];
  /** When a Wait or the pause before a retry ends. */
  until: number | undefined;
  task: TaskProgress | undefined;
  /** A Parallel's branches, or a Map's iterations, in order; undefined for one whose input is still being made. */
  children: (Chain | undefined)[] | undefined;
  /** The event that began the present attempt of a Parallel or Map; 0 before it. */
  startedEventId = 0;
  /** A distributed Map's run. */
  mapRun: MapRun | undefined;
}
