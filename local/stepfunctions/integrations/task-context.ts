import { StateError } from "../../asl/errors.ts";
import type { TaskRequest, TaskResource } from "../../asl/host.ts";
import { TaskNotStarted } from "../../asl/task-refusals.ts";
import type { RoleCaller } from "../../aws/caller.ts";
import { AwsError } from "../../aws/error.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { Environment } from "../../module.ts";
import type { Callbacks } from "../callbacks.ts";
import type { HttpInspection } from "./http/inspection.ts";

/** A Task whose resource is a service integration. */
export interface ServiceTask extends TaskRequest {
  readonly resource: Extract<TaskResource, { kind: "service" }>;
  /** Shown the request of an HTTP Task as soon as it is made, and again with its response: TestState's level TRACE. */
  readonly inspect?: ((inspection: HttpInspection) => void) | undefined;
}

/** What an integration works with. */
export interface TaskContext {
  readonly environment: Environment;
  /** A session of the role that the Task works with. */
  session(task: TaskRequest): RoleCaller | Promise<RoleCaller>;
  readonly callbacks: Callbacks;
  /** `http:invoke`, which reaches out of the runtime. */
  readonly http: Integration;
  /** Resolves when an execution has ended; at once when it is not running. */
  executionEnded(executionArn: string): Promise<void>;
}

/** One optimized integration or SDK call: does one attempt of the Task's request and answers its raw result. */
export type Integration = (task: ServiceTask, context: TaskContext) => Promise<Json>;

/** An AWS call's answer, and its request id for the metadata. */
export interface Answer {
  readonly output: JsonObject;
  readonly requestId: string;
}

/** How an integration names an AWS error: the error's name and the cause's text. */
export type ErrorNaming = (error: AwsError, requestId: string) => StateError;

/**
 * Calls a service as the Task's role. The work has begun once there is a session of it.
 *
 * @throws StateError as `naming` words AWS's refusal; TaskNotStarted where the role cannot be taken.
 */
export async function callAs(
  task: TaskRequest,
  context: TaskContext,
  service: string,
  operation: string,
  input: JsonObject,
  naming: ErrorNaming,
): Promise<Answer> {
  const { aws, ids } = context.environment;
  const caller = await sessionOf(task, context);
  task.started();
  const requestId = ids.uuid();
  try {
    const parent = { caller, requestId, hold: task.hold, signal: task.signal };
    const output = await aws.call(service, operation, input, { caller, requestId, parent, signal: task.signal });
    return { output, requestId };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === "UnknownOperationException") {
      context.environment.log.warn(
        `${task.stateName} of ${task.executionArn}: ${service}:${operation} is not served by the local runtime; ` +
          "the Task fails here and would be tried on AWS.",
      );
    }
    throw naming(error, requestId);
  }
}

function sessionOf(task: TaskRequest, context: TaskContext): RoleCaller | Promise<RoleCaller> {
  try {
    const session = context.session(task);
    return session instanceof Promise ? session.catch(refuseStart) : session;
  } catch (error) {
    return refuseStart(error);
  }
}

function refuseStart(error: unknown): never {
  throw error instanceof StateError ? new TaskNotStarted(error.error, error.causeText) : error;
}

/** A Task's arguments; the interpreter starts no integration with anything but an object. */
export function argumentsOf(task: TaskRequest): JsonObject {
  if (isObject(task.parameters)) return task.parameters;
  throw new TypeError(`${task.stateName} was started with arguments that are no object`);
}

/** Members that the API wants as text may be given as JSON: Step Functions writes them compactly. */
export function asText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
