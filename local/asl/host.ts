import type { Clock, Hold } from "../clock/clock.ts";
import type { Ids } from "../ids.ts";
import type { Json } from "../json.ts";
import type { Execution } from "./execution.ts";
import type { Machine } from "./machine.ts";
import type { MapRun } from "./map-run.ts";
import type { Scheduler } from "./scheduler.ts";

/** What the interpreter asks of the service it runs in: time, ids, and somebody who does the tasks. */
export interface Host {
  readonly clock: Clock;
  readonly ids: Ids;
  /** One for all executions: it keeps those that never wait from blocking the others. */
  readonly scheduler: Scheduler;
  /**
   * Asked before a Task is scheduled; a host that can schedule anything leaves it out.
   *
   * @throws TaskNotScheduled where the resource is not there to take a task, such as an activity that was deleted.
   */
  checkResource?(resource: TaskResource, stateName: string): void;
  /**
   * Does one attempt of a Task and answers its raw result.
   *
   * @throws StateError with the integration's own error name and cause (`DynamoDB.ConditionalCheckFailedException`, …);
   * TaskNotStarted where the work cannot begin, as the task's role cannot be taken.
   */
  runTask(task: TaskRequest): Promise<Json>;
  /** A distributed Map has begun: DescribeMapRun, UpdateMapRun and ListMapRuns show it from now on. */
  mapRunStarted(run: MapRun): void;
  /**
   * Starts one child execution of a distributed Map, with a history of its own, and answers it at once.
   *
   * @throws StateError where the role may not call `states:StartExecution`.
   */
  startChild(child: ChildRequest): Execution;
}

/** A child execution as a distributed Map asks for it. */
export interface ChildRequest {
  readonly mapRun: MapRun;
  /** The ItemProcessor, compiled. */
  readonly machine: Machine;
  readonly type: "STANDARD" | "EXPRESS";
  readonly executionArn: string;
  readonly name: string;
  readonly input: Json;
  /** How many items the input has: 1, or the size of the batch. */
  readonly itemCount: number;
  readonly roleArn: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  /**
   * Set where the run goes on: `resume` after a restart of the runtime, `redrive` with its parent. A child that is asked for
   * then may have been started before, under the same ARN, and not have succeeded; a Standard one then goes on where it
   * stood, if that was kept, an Express one begins anew.
   */
  readonly again?: "redrive" | "resume";
}

/** A Task's `Resource`, taken apart once when the definition is compiled. */
export type TaskResource =
  /** `arn:aws:lambda:…` used directly (the legacy form): history has LambdaFunction… events. */
  | { readonly kind: "lambda"; readonly arn: string }
  /** `arn:aws:states:…:activity:NAME`: history has Activity… events. */
  | { readonly kind: "activity"; readonly arn: string }
  /** `arn:aws:states:::SERVICE:ACTION[.PATTERN]` and `arn:aws:states:::aws-sdk:SERVICE:ACTION[.PATTERN]`: Task… events. */
  | {
      readonly kind: "service";
      readonly arn: string;
      /** The integration's service as in the ARN: `dynamodb`, `sqs`, `apigateway`, `aws-sdk:dynamodb`. This is history's `resourceType`. */
      readonly service: string;
      /** The action without its pattern: `putItem`. */
      readonly action: string;
      readonly pattern: "request-response" | "sync" | "sync:2" | "waitForTaskToken";
    };

export interface TaskRequest {
  readonly resource: TaskResource;
  /** Evaluated Parameters or Arguments. */
  readonly parameters: Json;
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly stateName: string;
  /** The state machine's role, or the one that `Credentials` names. */
  readonly roleArn: string;
  /** The token that `$$.Task.Token` showed, for `.waitForTaskToken`; activities use it too. Empty for all others. */
  readonly taskToken: string;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  /** Aborted when the attempt has timed out, lost its heartbeat or been stopped: the result is not wanted any more. */
  readonly signal: AbortSignal;
  /**
   * The attempt's hold on the clock: `parent` of the calls it makes. Park it while waiting for somebody outside, such as
   * the holder of a token or a worker. The interpreter releases it.
   */
  readonly hold: Hold;
  /**
   * Set when the execution goes on after a restart of the runtime and the attempt had already come this far: its events
   * stand in the history. A `.waitForTaskToken` that was submitted then only waits for its token again; everything else
   * is done anew, as a call whose answer was lost.
   */
  readonly resumed?: "scheduled" | "started" | "submitted";
  /** Called when work begins: TaskStarted, LambdaFunctionStarted, ActivityStarted (with the worker's name). */
  started(workerName?: string): void;
  /** Called when a `.sync` or `.waitForTaskToken` request has been accepted: TaskSubmitted. */
  submitted(output: Json): void;
  /** Called on SendTaskHeartbeat: the heartbeat's time starts anew. */
  heartbeat(): void;
}
