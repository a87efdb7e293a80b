import { StateError } from "../../../local/asl/errors.ts";
import { type Execution, type ExecutionIdentity, startExecution } from "../../../local/asl/execution.ts";
import { History } from "../../../local/asl/history.ts";
import type { ChildRequest, Host, TaskRequest } from "../../../local/asl/host.ts";
import { compileMachine } from "../../../local/asl/machine.ts";
import type { MapRun } from "../../../local/asl/map-run.ts";
import { Scheduler } from "../../../local/asl/scheduler.ts";
import type { Clock } from "../../../local/clock/clock.ts";
import { seededIds } from "../../../local/ids.ts";
import type { Json, JsonObject } from "../../../local/json.ts";

/** What one attempt of a task does; after the last one of a script the same happens again. */
export type Step =
  | { readonly result: Json; readonly after?: number; readonly submitted?: Json; readonly worker?: string }
  /** Answers a text of so many characters. */
  | { readonly characters: number }
  | { readonly error: string; readonly cause?: string; readonly after?: number; readonly submitted?: Json }
  /** Never answers; sends heartbeats every so many seconds if asked to. */
  | { readonly hangs: true; readonly heartbeatsEvery?: number; readonly submitted?: Json }
  /** Nobody ever begins with it. */
  | { readonly unstarted: true }
  /** Answers with what it was given: its parameters, or the request's token. */
  | { readonly echo: "parameters" | "token" | "role" };

/** Scripts by state name. */
export type Tasks = { readonly [state: string]: readonly Step[] };

/** A host whose tasks do as a case says, and that starts children by itself. */
export class ScriptedHost implements Host {
  readonly clock: Clock;
  readonly ids = seededIds();
  readonly scheduler = new Scheduler(setImmediate);
  readonly requests: TaskRequest[] = [];
  readonly mapRuns: MapRun[] = [];
  readonly children: { readonly request: ChildRequest; readonly execution: Execution; readonly history: History }[] =
    [];
  readonly #tasks: Tasks;
  readonly #attempts = new Map<string, number>();

  constructor(clock: Clock, tasks: Tasks = {}) {
    this.clock = clock;
    this.#tasks = tasks;
  }

  async runTask(task: TaskRequest): Promise<Json> {
    this.requests.push(task);
    const script = this.#tasks[task.stateName];
    if (script === undefined) return task.parameters;
    const attempt = this.#attempts.get(task.stateName) ?? 0;
    this.#attempts.set(task.stateName, attempt + 1);
    const step = script[Math.min(attempt, script.length - 1)];
    if (step === undefined) throw new Error(`The script of ${task.stateName} is empty`);
    return this.#perform(task, step);
  }

  async #perform(task: TaskRequest, step: Step): Promise<Json> {
    if ("echo" in step) {
      return { parameters: task.parameters, token: task.taskToken, role: task.roleArn }[step.echo];
    }
    if ("characters" in step) return "x".repeat(step.characters);
    if ("unstarted" in step) return task.hold.park(new Promise<never>(() => undefined));
    task.started("worker" in step ? step.worker : undefined);
    if (step.submitted !== undefined && task.resumed !== "submitted") task.submitted(step.submitted);
    if ("hangs" in step) {
      while (step.heartbeatsEvery !== undefined) {
        await task.hold.park(this.clock.sleep(step.heartbeatsEvery * 1000, { signal: task.signal }));
        task.heartbeat();
      }
      return task.hold.park(new Promise<never>(() => undefined));
    }
    if (step.after !== undefined) await task.hold.park(this.clock.sleep(step.after * 1000));
    if ("error" in step) throw new StateError(step.error, step.cause);
    return step.result;
  }

  mapRunStarted(run: MapRun): void {
    this.mapRuns.push(run);
  }

  startChild(request: ChildRequest): Execution {
    const history = History.of(request.type, this.clock);
    const { executionArn, name, roleArn, stateMachineArn, stateMachineName } = request;
    const execution = startExecution(request.machine, {
      input: request.input,
      host: this,
      identity: { ...identity(this.clock), executionArn, name, roleArn, stateMachineArn, stateMachineName },
      type: request.type,
      history,
    });
    this.children.push({ request, execution, history });
    return execution;
  }
}

/** Who the executions of these tests are. */
export function identity(clock: Clock): ExecutionIdentity {
  return {
    executionArn: "arn:aws:states:us-east-1:123456789012:execution:Machine:run",
    name: "run",
    roleArn: "arn:aws:iam::123456789012:role/machine",
    startTime: clock.now(),
    stateMachineArn: "arn:aws:states:us-east-1:123456789012:stateMachine:Machine",
    stateMachineName: "Machine",
    redriveCount: 0,
  };
}

/** Starts a definition on a scripted host. */
export function start(
  definition: JsonObject,
  input: Json,
  host: ScriptedHost,
  type: "STANDARD" | "EXPRESS" = "STANDARD",
): { readonly execution: Execution; readonly history: History } {
  const history = new History(host.clock, type === "STANDARD" ? { limit: 25_000 } : {});
  const machine = compileMachine(definition);
  const execution = startExecution(machine, { input, host, identity: identity(host.clock), type, history });
  return { execution, history };
}
