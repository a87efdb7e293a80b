import type { Json, JsonObject } from "../json.ts";
import type { Outcome } from "./execution.ts";

/** The counters of DescribeMapRun, of items and of child executions alike. */
export interface MapRunCounts {
  pending: number;
  running: number;
  succeeded: number;
  failed: number;
  timedOut: number;
  aborted: number;
  total: number;
  resultsWritten: number;
  failuresNotRedrivable: number;
  pendingRedrive: number;
}

/** What UpdateMapRun can change while the run goes on. */
export interface MapRunLimits {
  /** 0 for none. */
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  readonly toleratedFailurePercentage: number;
}

/** One child execution of a run. */
export interface MapRunChild {
  readonly executionArn: string;
  readonly name: string;
  readonly itemCount: number;
  status: "PENDING" | "RUNNING" | "PENDING_REDRIVE" | Outcome["status"];
  output: Json | undefined;
  /** How it had ended, while it waits to be redriven. */
  ended?: Outcome["status"];
}

export type MapRunStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";

/** What a run is, whatever becomes of it. */
export interface MapRunIdentity {
  readonly mapRunArn: string;
  /** The execution whose Map state this is. */
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly label: string;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
}

const COUNTER: { readonly [Status in MapRunChild["status"]]: keyof MapRunCounts } = {
  PENDING: "pending",
  RUNNING: "running",
  PENDING_REDRIVE: "pendingRedrive",
  SUCCEEDED: "succeeded",
  FAILED: "failed",
  TIMED_OUT: "timedOut",
  ABORTED: "aborted",
};

/** One visit of a distributed Map: DescribeMapRun's answer, kept up to date by the interpreter (API_DescribeMapRun; floci-io/floci#2694). */
export class MapRun {
  readonly mapRunArn: string;
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly label: string;
  readonly startTime: number;
  readonly children: readonly MapRunChild[];
  readonly itemCounts: Readonly<MapRunCounts>;
  readonly executionCounts: Readonly<MapRunCounts>;
  status: MapRunStatus = "RUNNING";
  /** Milliseconds since the epoch. */
  stopTime: number | undefined;
  redriveCount = 0;
  /** Milliseconds since the epoch. */
  redriveTime: number | undefined;
  /** Which limits the definition declares: only those can be exceeded. Without any, no failure is tolerated. */
  readonly #declared: { readonly count: boolean; readonly percentage: boolean };
  readonly #items: MapRunCounts;
  readonly #executions: MapRunCounts;
  #limits: MapRunLimits;
  #onUpdate: (() => void) | undefined;
  /** The executions that wait to be redriven. */
  readonly #waiting = new Set<string>();

  constructor(
    identity: MapRunIdentity,
    children: readonly MapRunChild[],
    limits: { readonly [Name in keyof MapRunLimits]: number | undefined },
  ) {
    this.mapRunArn = identity.mapRunArn;
    this.executionArn = identity.executionArn;
    this.stateMachineArn = identity.stateMachineArn;
    this.label = identity.label;
    this.startTime = identity.startTime;
    this.children = children;
    this.#limits = {
      maxConcurrency: limits.maxConcurrency ?? 0,
      toleratedFailureCount: limits.toleratedFailureCount ?? 0,
      toleratedFailurePercentage: limits.toleratedFailurePercentage ?? 0,
    };
    this.#declared = {
      count: limits.toleratedFailureCount !== undefined || limits.toleratedFailurePercentage === undefined,
      percentage: limits.toleratedFailurePercentage !== undefined,
    };
    this.#executions = noCounts();
    this.#items = noCounts();
    for (const child of children) {
      this.#executions.total++;
      this.#executions[COUNTER[child.status]]++;
      this.#items.total += child.itemCount;
      if (child.status === "PENDING_REDRIVE") this.#waiting.add(child.executionArn);
      this.#items[COUNTER[child.status]] += child.itemCount;
    }
    this.itemCounts = this.#items;
    this.executionCounts = this.#executions;
  }

  get limits(): MapRunLimits {
    return this.#limits;
  }

  /** UpdateMapRun: takes effect with the next child. */
  update(limits: Partial<MapRunLimits>): void {
    this.#limits = { ...this.#limits, ...limits };
    this.#onUpdate?.();
  }

  /** Told when the limits change. */
  onUpdate(listener: () => void): void {
    this.#onUpdate = listener;
  }

  /** A child's status changes, and the counters with it. */
  move(child: MapRunChild, status: MapRunChild["status"]): void {
    const [from, to] = [COUNTER[child.status], COUNTER[status]];
    this.#executions[from]--;
    this.#executions[to]++;
    this.#items[from] -= child.itemCount;
    this.#items[to] += child.itemCount;
    child.status = status;
    if (status === "PENDING_REDRIVE") this.#waiting.add(child.executionArn);
    else if (this.#waiting.size > 0) this.#waiting.delete(child.executionArn);
  }

  /** Whether more items have failed than are tolerated. */
  get exceedsTolerance(): boolean {
    const { failed, timedOut, aborted, total } = this.#items;
    const failures = failed + timedOut + aborted;
    if (this.#declared.count && failures > this.#limits.toleratedFailureCount) return true;
    return this.#declared.percentage && failures * 100 > this.#limits.toleratedFailurePercentage * total;
  }

  /** Nobody waits to be redriven any more: `pendingRedrive` is 0 then (DG/redrive-map-run). */
  end(status: MapRunStatus, now: number): void {
    this.status = status;
    this.stopTime = now;
    if (this.#waiting.size === 0) return;
    for (const child of this.children) {
      if (child.status === "PENDING_REDRIVE") this.move(child, child.ended ?? "ABORTED");
    }
  }

  /** Whether one of its executions ended without success and waits to be redriven. */
  waitsForRedrive(executionArn: string): boolean {
    return this.#waiting.has(executionArn);
  }

  /** A redrive takes the run up again, with the children that have not succeeded. */
  redrive(now: number): void {
    this.status = "RUNNING";
    this.stopTime = undefined;
    this.redriveCount++;
    this.redriveTime = now;
    for (const child of this.children) {
      const { status } = child;
      if (status === "SUCCEEDED" || status === "PENDING" || status === "PENDING_REDRIVE") continue;
      if (status === "RUNNING") {
        this.move(child, "PENDING");
        continue;
      }
      child.ended = status;
      this.move(child, "PENDING_REDRIVE");
    }
  }

  /** For storage. */
  toJSON(): JsonObject {
    const { mapRunArn, executionArn, stateMachineArn, label, startTime } = this;
    return {
      identity: { mapRunArn, executionArn, stateMachineArn, label, startTime },
      children: this.children.map(({ output, ...child }) => (output === undefined ? child : { ...child, output })),
      limits: {
        maxConcurrency: this.#limits.maxConcurrency,
        ...(this.#declared.count ? { toleratedFailureCount: this.#limits.toleratedFailureCount } : {}),
        ...(this.#declared.percentage ? { toleratedFailurePercentage: this.#limits.toleratedFailurePercentage } : {}),
      },
      status: this.status,
      stopTime: this.stopTime,
      redriveCount: this.redriveCount,
      redriveTime: this.redriveTime,
    };
  }

  /** Takes up what {@link toJSON} wrote. */
  static restore(stored: JsonObject): MapRun {
    const { identity, children, limits, status, stopTime, redriveCount, redriveTime } = stored as unknown as {
      readonly identity: MapRunIdentity;
      readonly children: readonly Omit<MapRunChild, "output">[];
      readonly limits: { readonly [Name in keyof MapRunLimits]: number | undefined };
      readonly status: MapRunStatus;
      readonly stopTime?: number;
      readonly redriveCount: number;
      readonly redriveTime?: number;
    };
    const run = new MapRun(
      identity,
      children.map((child) => ({ output: undefined, ...child })),
      limits,
    );
    run.status = status;
    run.stopTime = stopTime;
    run.redriveCount = redriveCount;
    run.redriveTime = redriveTime;
    return run;
  }
}

function noCounts(): MapRunCounts {
  return {
    pending: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    timedOut: 0,
    aborted: 0,
    total: 0,
    resultsWritten: 0,
    failuresNotRedrivable: 0,
    pendingRedrive: 0,
  };
}
