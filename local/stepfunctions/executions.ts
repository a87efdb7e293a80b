import { type Execution, type ExecutionIdentity, type Outcome, startExecution } from "../asl/execution.ts";
import { History } from "../asl/history.ts";
import type { ChildRequest, Host } from "../asl/host.ts";
import type { Machine } from "../asl/machine.ts";
import type { Snapshot } from "../asl/snapshot.ts";
import type { Json } from "../json.ts";
import type { Environment } from "../module.ts";
import { arnPrefix } from "./arn.ts";
import { type ExecutionRecord, isListed, type Target } from "./execution-record.ts";
import type { ExecutionStore } from "./execution-store.ts";

/** Why an execution is running from now on. */
export type OpenReason = "started" | "redriven" | "resumed";

/** Somebody who follows executions: the execution log, EventBridge, storage. */
export interface ExecutionObserver {
  /** An execution has begun, or goes on after a redrive or a restart of the runtime; its next event is not written yet. */
  opened(record: ExecutionRecord, reason: OpenReason): void;
  closed(record: ExecutionRecord): void;
}

/** A new execution as it was asked for. */
export interface StartRequest {
  readonly target: Target;
  /** A UUID unless given. */
  readonly name: string | undefined;
  readonly input: string;
  readonly inputValue: Json;
  readonly traceHeader: string | undefined;
}

/** The executions under way. */
export interface Executions {
  /** Starts one; it enters its first state after the current job. */
  start(request: StartRequest): ExecutionRecord;
  /** Starts a Map Run's child, or takes up one that was started before. */
  startChild(child: ChildRequest, parent: Target): Execution;
  /** Begins again what did not succeed. */
  redrive(record: ExecutionRecord, snapshot: Snapshot): void;
  /** Counts one as running that a restart of the runtime stopped; it stands still until {@link resume}. */
  standStill(record: ExecutionRecord): void;
  /** Goes on after a restart of the runtime with one that was running. */
  resume(record: ExecutionRecord, snapshot: Snapshot): void;
  running(arn: string): ExecutionRecord | undefined;
  /** The running ones of a state machine, Express and children of Map Runs included. */
  runningOf(stateMachineName: string): ReadonlySet<ExecutionRecord>;
}

/** What {@link createExecutions} works with. */
export interface ExecutionsParts {
  readonly environment: Environment;
  readonly store: ExecutionStore;
  readonly observers: readonly ExecutionObserver[];
  /** The interpreter's host, which in turn starts executions. */
  readonly host: () => Host;
  /** Told when the last running execution of a state machine has ended. */
  readonly idle: (stateMachineName: string) => void;
}

const NONE: ReadonlySet<ExecutionRecord> = new Set();
const YEAR = 365 * 24 * 3600;
const FIVE_MINUTES = 300;

/** Runs executions: identity, lifecycle, and who is told. */
export function createExecutions(parts: ExecutionsParts): Executions {
  return new RunningExecutions(parts);
}

class RunningExecutions implements Executions {
  readonly #parts: ExecutionsParts;
  readonly #prefix: string;
  readonly #running = new Map<string, ExecutionRecord>();
  readonly #byMachine = new Map<string, Set<ExecutionRecord>>();

  constructor(parts: ExecutionsParts) {
    this.#parts = parts;
    this.#prefix = arnPrefix(parts.environment.scope);
  }

  start(request: StartRequest): ExecutionRecord {
    const { ids } = this.#parts.environment;
    const { target, input, inputValue, traceHeader } = request;
    const { stateMachineName, type, revision } = target;
    const name = request.name ?? ids.uuid();
    const resource =
      type === "STANDARD"
        ? `execution:${stateMachineName}:${name}`
        : `express:${stateMachineName}:${name}:${ids.uuid()}`;
    const record = this.#record(`${this.#prefix}${resource}`, name, target, input, traceHeader, undefined);
    this.#run(record, revision.machine, inputValue, undefined);
    return record;
  }

  startChild(child: ChildRequest, parent: Target): Execution {
    const before = this.#takeUp(child);
    if (before !== undefined) return before;
    const { stateMachineArn, stateMachineName, type, roleArn, mapRun, itemCount } = child;
    const revision = { ...parent.revision, roleArn };
    const target: Target = { ...parent, stateMachineArn, stateMachineName, type, revision };
    const place = { mapRunArn: mapRun.mapRunArn, label: mapRun.label, itemCount };
    const input = JSON.stringify(child.input);
    const record = this.#record(child.executionArn, child.name, target, input, undefined, place);
    return this.#run(record, child.machine, child.input, undefined);
  }

  redrive(record: ExecutionRecord, snapshot: Snapshot): void {
    this.#redrive(record, snapshot, record.target.revision.machine);
  }

  standStill(record: ExecutionRecord): void {
    this.#count(record);
  }

  resume(record: ExecutionRecord, snapshot: Snapshot): void {
    this.#run(record, record.target.revision.machine, inputOf(record), { snapshot, redrive: false });
  }

  running(arn: string): ExecutionRecord | undefined {
    return this.#running.get(arn);
  }

  runningOf(stateMachineName: string): ReadonlySet<ExecutionRecord> {
    return this.#byMachine.get(stateMachineName) ?? NONE;
  }

  /** A child that was started before, as far as there is something left of it. */
  #takeUp(child: ChildRequest): Execution | undefined {
    if (child.again === undefined || child.type === "EXPRESS") return undefined;
    const record = this.#parts.store.find(child.stateMachineName, child.name);
    if (record === undefined) return undefined;
    const snapshot = record.execution?.snapshot() ?? record.snapshot;
    if (child.again === "redrive") return snapshot && this.#redrive(record, snapshot, child.machine);
    if (record.outcome !== undefined) return ended(record.outcome);
    if (record.execution !== undefined) return record.execution;
    return snapshot && this.#run(record, child.machine, child.input, { snapshot, redrive: false });
  }

  #redrive(record: ExecutionRecord, snapshot: Snapshot, machine: Machine): Execution {
    this.#parts.store.reopened(record);
    record.redriveCount++;
    record.redriveDate = this.#parts.environment.clock.now();
    record.outcome = undefined;
    record.stopDate = undefined;
    return this.#run(record, machine, inputOf(record), { snapshot, redrive: true });
  }

  #record(
    arn: string,
    name: string,
    target: Target,
    input: string,
    traceHeader: string | undefined,
    child: ExecutionRecord["child"],
  ): ExecutionRecord {
    const { clock } = this.#parts.environment;
    const record: ExecutionRecord = {
      arn,
      name,
      target,
      input,
      traceHeader,
      startDate: clock.now(),
      child,
      history: History.of(target.type, clock),
      execution: undefined,
      outcome: undefined,
      stopDate: undefined,
      redriveCount: 0,
      redriveDate: undefined,
      snapshot: undefined,
    };
    if (isListed(record)) this.#parts.store.add(record);
    return record;
  }

  #run(
    record: ExecutionRecord,
    machine: Machine,
    input: Json,
    resumeFrom: { readonly snapshot: Snapshot; readonly redrive: boolean } | undefined,
  ): Execution {
    this.#open(record, resumeFrom === undefined ? "started" : resumeFrom.redrive ? "redriven" : "resumed");
    const execution = startExecution(machine, {
      input,
      inputText: record.input,
      host: this.#parts.host(),
      identity: identityOf(record),
      type: record.target.type,
      history: record.history,
      ...(resumeFrom === undefined ? {} : { resumeFrom }),
    });
    record.execution = execution;
    void execution.done.then((outcome) => this.#close(record, outcome, machine.timeoutSeconds));
    return execution;
  }

  #open(record: ExecutionRecord, reason: OpenReason): void {
    this.#count(record);
    for (const observer of this.#parts.observers) observer.opened(record, reason);
  }

  #count(record: ExecutionRecord): void {
    this.#running.set(record.arn, record);
    const machine = machineOf(record);
    const others = this.#byMachine.get(machine);
    if (others === undefined) this.#byMachine.set(machine, new Set([record]));
    else others.add(record);
  }

  #close(record: ExecutionRecord, outcome: Outcome, timeoutSeconds: number | undefined): void {
    const { environment, store, observers, idle } = this.#parts;
    record.outcome = outcome;
    record.stopDate = outcome.status === "TIMED_OUT" ? deadlineOf(record, timeoutSeconds) : environment.clock.now();
    // What has succeeded is never redriven: only the history and the outcome are kept.
    if (outcome.status === "SUCCEEDED") record.execution = undefined;
    this.#running.delete(record.arn);
    if (isListed(record)) store.closed(record);
    for (const observer of observers) observer.closed(record);
    const machine = machineOf(record);
    const others = this.#byMachine.get(machine);
    others?.delete(record);
    if (others?.size !== 0) return;
    this.#byMachine.delete(machine);
    idle(machine);
  }
}

/** What the Context Object and the tasks tell about an execution. */
function identityOf({ arn, name, target, startDate, redriveCount, redriveDate }: ExecutionRecord): ExecutionIdentity {
  return {
    executionArn: arn,
    name,
    roleArn: target.revision.roleArn,
    startTime: startDate,
    stateMachineArn: target.stateMachineArn,
    stateMachineName: target.stateMachineName,
    redriveCount,
    ...(redriveDate === undefined ? {} : { redriveTime: redriveDate }),
    ...(target.aliasArn === undefined ? {} : { stateMachineAliasArn: target.aliasArn }),
    ...(target.versionArn === undefined ? {} : { stateMachineVersionArn: target.versionArn }),
  };
}

function inputOf(record: ExecutionRecord): Json {
  return JSON.parse(record.input) as Json;
}

/** The state machine's name; those of Map Runs' children have a label behind it. */
function machineOf(record: ExecutionRecord): string {
  const name = record.target.stateMachineName;
  return record.child === undefined ? name : name.slice(0, name.indexOf("/"));
}

/** What a Map Run sees of a child that had ended before. */
function ended(outcome: Outcome): Execution {
  return {
    status: outcome.status,
    done: Promise.resolve(outcome),
    stop: () => undefined,
    snapshot: () => {
      throw new Error("an execution that has ended stands nowhere");
    },
  };
}

/** An execution that timed out ended exactly when its time was over, however late the timer fired (measured on AWS). */
function deadlineOf(record: ExecutionRecord, timeoutSeconds: number | undefined): number {
  const limit = record.target.type === "STANDARD" ? YEAR : FIVE_MINUTES;
  return record.startDate + Math.min(timeoutSeconds ?? limit, limit) * 1000;
}
