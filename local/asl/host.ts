import type { Clock } from "../clock/clock.ts";
import type { Ids } from "../ids.ts";
import type { Json } from "../json.ts";

/** What the interpreter asks of the service it runs in: time, ids, and somebody who does the tasks. */
export interface Host {
  readonly clock: Clock;
  readonly ids: Ids;
  /**
   * Does one attempt of a Task and answers its raw result.
   *
   * @throws StateError with the integration's own error name and cause (`DynamoDB.ConditionalCheckFailedException`, …).
   */
  runTask(task: TaskRequest): Promise<Json>;
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
  /** The token that `$$.Task.Token` showed, for `.waitForTaskToken`; activities use it too. */
  readonly taskToken: string;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  /** Aborted when the attempt has timed out, lost its heartbeat or been stopped: the result is not wanted any more. */
  readonly signal: AbortSignal;
  /** Called when work begins: TaskStarted, LambdaFunctionStarted, ActivityStarted (with the worker's name). */
  started(workerName?: string): void;
  /** Called when a `.sync` or `.waitForTaskToken` request has been accepted: TaskSubmitted. */
  submitted(output: Json): void;
  /** Called on SendTaskHeartbeat: the heartbeat's time starts anew. */
  heartbeat(): void;
}
