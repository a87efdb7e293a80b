import { type Execution, type Outcome, startExecution } from "../asl/execution.ts";
import { History } from "../asl/history.ts";
import type { ChildRequest, Host } from "../asl/host.ts";
import type { Machine } from "../asl/machine.ts";
import type { Snapshot } from "../asl/snapshot.ts";
import type { Json } from "../json.ts";
import type { Environment } from "../module.ts";
import { arnPrefix } from "./arn.ts";
import type { ExecutionRecord, Target } from "./execution-record.ts";
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
  const { environment, store, observers } = parts;
  const { clock, ids } = environment;
  const prefix = arnPrefix(environment.scope);
  const running = new Map<string, ExecutionRecord>();
  const byMachine = new Map<string, Set<ExecutionRecord>>();

  const open = (record: ExecutionRecord, reason: OpenReason): void => {
    running.set(record.arn, record);
    const machine = machineOf(record);
    const others = byMachine.get(machine);
    if (others === undefined) byMachine.set(machine, new Set([record]));
    else others.add(record);
    for (const observer of observers) observer.opened(record, reason);
  };

  const close = (record: ExecutionRecord, outcome: Outcome, timeoutSeconds: number | undefined): void => {
    record.outcome = outcome;
    record.stopDate = outcome.status === "TIMED_OUT" ? deadlineOf(record, timeoutSeconds) : clock.now();
    // What has succeeded is never redriven: only the history and the outcome are kept.
    if (outcome.status === "SUCCEEDED") record.execution = undefined;
    running.delete(record.arn);
    if (record.target.type === "STANDARD") store.closed(record);
    for (const observer of observers) observer.closed(record);
    const machine = machineOf(record);
    const others = byMachine.get(machine);
    others?.delete(record);
    if (others?.size !== 0) return;
    byMachine.delete(machine);
    parts.idle(machine);
  };

  const run = (
    record: ExecutionRecord,
    machine: Machine,
    input: Json,
    resumeFrom?: { readonly snapshot: Snapshot; readonly redrive: boolean },
  ): Execution => {
    open(record, resumeFrom === undefined ? "started" : resumeFrom.redrive ? "redriven" : "resumed");
    const { target } = record;
    const execution = startExecution(machine, {
      input,
      inputText: record.input,
      host: parts.host(),
      identity: {
        executionArn: record.arn,
        name: record.name,
        roleArn: target.revision.roleArn,
        startTime: record.startDate,
        stateMachineArn: target.stateMachineArn,
        stateMachineName: target.stateMachineName,
        redriveCount: record.redriveCount,
        ...(record.redriveDate === undefined ? {} : { redriveTime: record.redriveDate }),
        ...(target.aliasArn === undefined ? {} : { stateMachineAliasArn: target.aliasArn }),
        ...(target.versionArn === undefined ? {} : { stateMachineVersionArn: target.versionArn }),
      },
      type: target.type,
      history: record.history,
      ...(resumeFrom === undefined ? {} : { resumeFrom }),
    });
    record.execution = execution;
    void execution.done.then((outcome) => close(record, outcome, machine.timeoutSeconds));
    return execution;
  };

  const start = (request: StartRequest): ExecutionRecord => {
    const { target } = request;
    const name = request.name ?? ids.uuid();
    const kind = target.type === "STANDARD" ? `execution:${target.stateMachineName}:${name}` : expressArn(target, name);
    const record = newRecord(`${prefix}${kind}`, name, target, request.input, request.traceHeader);
    if (target.type === "STANDARD") store.add(record);
    run(record, target.revision.machine, request.inputValue);
    return record;
  };

  const expressArn = (target: Target, name: string): string =>
    `express:${target.stateMachineName}:${name}:${ids.uuid()}`;

  const newRecord = (
    arn: string,
    name: string,
    target: Target,
    input: string,
    traceHeader: string | undefined,
    child?: ExecutionRecord["child"],
  ): ExecutionRecord => ({
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
  });

  const redrive = (record: ExecutionRecord, snapshot: Snapshot, machine: Machine): Execution => {
    store.reopened(record);
    record.redriveCount++;
    record.redriveDate = clock.now();
    record.outcome = undefined;
    record.stopDate = undefined;
    return run(record, machine, inputOf(record), { snapshot, redrive: true });
  };

  /** A child that was started before, as far as there is something left of it. */
  const takeUp = (child: ChildRequest): Execution | undefined => {
    if (child.again === undefined || child.type === "EXPRESS") return undefined;
    const record = store.find(child.stateMachineName, child.name);
    if (record === undefined) return undefined;
    const snapshot = record.execution?.snapshot() ?? record.snapshot;
    if (child.again === "redrive") return snapshot && redrive(record, snapshot, child.machine);
    if (record.outcome !== undefined) return ended(record.outcome);
    return record.execution ?? (snapshot && run(record, child.machine, child.input, { snapshot, redrive: false }));
  };

  const startChild = (child: ChildRequest, parent: Target): Execution => {
    const { mapRunArn, label } = child.mapRun;
    const { stateMachineArn, stateMachineName, type, roleArn } = child;
    const revision = { ...parent.revision, roleArn };
    const target: Target = { ...parent, stateMachineArn, stateMachineName, type, revision };
    const place = { mapRunArn, label, itemCount: child.itemCount };
    const record = newRecord(child.executionArn, child.name, target, JSON.stringify(child.input), undefined, place);
    if (type === "STANDARD") store.add(record);
    return run(record, child.machine, child.input);
  };

  return {
    start,
    startChild: (child, parent) => takeUp(child) ?? startChild(child, parent),
    redrive: (record, snapshot) => {
      redrive(record, snapshot, record.target.revision.machine);
    },
    resume: (record, snapshot) => {
      run(record, record.target.revision.machine, inputOf(record), { snapshot, redrive: false });
    },
    running: (arn) => running.get(arn),
    runningOf: (name) => byMachine.get(name) ?? NONE,
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
