import type { HistoryEventType } from "@aws-sdk/client-sfn";
import type { Json, JsonObject } from "../../json.ts";
import type { Chain } from "../chain.ts";
import type { Failure } from "../failure.ts";
import type { TaskResource } from "../host.ts";
import type { TaskProgress } from "../visit.ts";

/** What an attempt of a Task declares of itself when it is scheduled. */
export interface Scheduled {
  readonly parameters: Json;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  /** Only where the state has `Credentials`. */
  readonly credentialsRoleArn: string | undefined;
}

/** How far a task had come when it failed. */
export type FailedStage = "scheduling" | "starting" | TaskProgress["phase"];

/** The events of one attempt of a Task, which differ with the kind of its resource (API_HistoryEvent). */
export interface TaskEvents {
  /** Whom a result beyond the size limit is blamed on: a function's ARN, or an integration's resource type. */
  readonly resultName: string;
  /** Whether work begins with the request itself, so that a host need not say so. */
  readonly startsAtOnce: boolean;
  scheduled(chain: Chain, task: Scheduled): void;
  started(chain: Chain, workerName: string | undefined): void;
  submitted(chain: Chain, output: Json): void;
  succeeded(chain: Chain, output: Json): void;
  failed(chain: Chain, failure: Failure, stage: FailedStage): void;
  timedOut(chain: Chain, failure: Failure): void;
}

/** Compiles the events of a Task's resource. */
export function taskEvents(resource: TaskResource): TaskEvents {
  switch (resource.kind) {
    case "lambda":
      return lambdaEvents(resource.arn);
    case "activity":
      return activityEvents(resource.arn);
    case "service":
      return serviceEvents(resource);
    default: {
      const never: never = resource;
      return never;
    }
  }
}

function lambdaEvents(resource: string): TaskEvents {
  return {
    resultName: resource,
    startsAtOnce: true,
    scheduled: (chain, task) =>
      chain.record("LambdaFunctionScheduled", undefined, task.parameters, {
        resource,
        ...timeout(task),
        ...credentials(task),
      }),
    started: (chain) => chain.record("LambdaFunctionStarted"),
    submitted: () => undefined,
    succeeded: (chain, output) => chain.record("LambdaFunctionSucceeded", undefined, output),
    failed: (chain, failure, stage) => chain.record(lambdaFailed(stage), undefined, undefined, failure.details),
    timedOut: (chain, failure) => chain.record("LambdaFunctionTimedOut", undefined, undefined, failure.details),
  };
}

function activityEvents(resource: string): TaskEvents {
  return {
    resultName: resource,
    startsAtOnce: false,
    scheduled: (chain, task) =>
      chain.record("ActivityScheduled", undefined, task.parameters, { resource, ...timeout(task), ...heartbeat(task) }),
    started: (chain, workerName) =>
      chain.record("ActivityStarted", undefined, undefined, workerName === undefined ? {} : { workerName }),
    submitted: () => undefined,
    succeeded: (chain, output) => chain.record("ActivitySucceeded", undefined, output),
    failed: (chain, failure, stage) => chain.record(activityFailed(stage), undefined, undefined, failure.details),
    timedOut: (chain, failure) => chain.record("ActivityTimedOut", undefined, undefined, failure.details),
  };
}

function serviceEvents(service: Extract<TaskResource, { readonly kind: "service" }>): TaskEvents {
  const { service: resourceType, action, pattern } = service;
  const head = { resourceType, resource: pattern === "request-response" ? action : `${action}.${pattern}` };
  const submits = pattern !== "request-response";
  return {
    resultName: resourceType,
    startsAtOnce: true,
    scheduled: (chain, task) =>
      chain.record("TaskScheduled", undefined, task.parameters, {
        ...head,
        region: chain.run.identity.executionArn.split(":")[3] ?? "",
        ...timeout(task),
        ...heartbeat(task),
        ...credentials(task),
      }),
    started: (chain) => chain.record("TaskStarted", undefined, undefined, head),
    submitted: (chain, output) => chain.record("TaskSubmitted", undefined, output, head),
    succeeded: (chain, output) => chain.record("TaskSucceeded", undefined, output, head),
    failed: (chain, failure, stage) =>
      chain.record(serviceFailed(stage, submits), undefined, undefined, { ...head, ...failure.details }),
    timedOut: (chain, failure) => chain.record("TaskTimedOut", undefined, undefined, { ...head, ...failure.details }),
  };
}

function lambdaFailed(stage: FailedStage): HistoryEventType {
  if (stage === "scheduling") return "LambdaFunctionScheduleFailed";
  return stage === "starting" ? "LambdaFunctionStartFailed" : "LambdaFunctionFailed";
}

/** An activity starts when a worker takes the task, which cannot fail: there is no event for it (API: HistoryEvent). */
function activityFailed(stage: FailedStage): HistoryEventType {
  return stage === "scheduling" ? "ActivityScheduleFailed" : "ActivityFailed";
}

/** An integration is always there to be scheduled: there is no event for it (API: HistoryEvent). */
function serviceFailed(stage: FailedStage, submits: boolean): HistoryEventType {
  if (stage === "starting") return "TaskStartFailed";
  return submits && stage !== "submitted" ? "TaskSubmitFailed" : "TaskFailed";
}

/** Absent where the state declares none [recall]. */
function timeout({ timeoutSeconds }: Scheduled): JsonObject {
  return timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds };
}

function heartbeat({ heartbeatSeconds }: Scheduled): JsonObject {
  return heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds };
}

function credentials({ credentialsRoleArn }: Scheduled): JsonObject {
  return credentialsRoleArn === undefined ? {} : { taskCredentials: { roleArn: credentialsRoleArn } };
}
