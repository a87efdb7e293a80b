import { createHash } from "node:crypto";
import { StateError } from "../../asl/errors.ts";
import { type ApiOperation, apiModel } from "../../asl/resource/api-model.ts";
import type { Json, JsonObject } from "../../json.ts";
import { UNKNOWNS } from "../unknowns.ts";
import { ERRORS, withMetadata } from "./optimized.ts";
import { fromWire, toWire } from "./sdk-shapes.ts";
import {
  type Answer,
  argumentsOf,
  asText,
  callAs,
  type Integration,
  type ServiceTask,
  type TaskContext,
} from "./task-context.ts";

/** `states:startExecution` (DG/connect-stepfunctions): the API's answer, and the SDK's metadata. */
export const states: Integration = async (task, context) => {
  const answer = await start(task, context);
  const members =
    UNKNOWNS.startExecutionResult === "camelCase"
      ? { ...answer.output, startDate: milliseconds(Number(answer.output["startDate"])) }
      : fromWire(answer.output, operation("startExecution").output, milliseconds);
  return withMetadata(context, "states", answer, members);
};

function start(task: ServiceTask, context: TaskContext, more: JsonObject = {}): Promise<Answer> {
  const { Input, ...rest } = { ...argumentsOf(task), ...more };
  const parameters = { ...rest, ...(Input === undefined ? {} : { Input: asText(Input) }) };
  const input = toWire(parameters, operation("startExecution").input);
  return callAs(task, context, "states", "StartExecution", input, ERRORS.states);
}

const ENDED = Symbol("ended");

/**
 * `.sync` and `.sync:2`: the result is the nested execution's description once it has ended, or what somebody sends with the
 * Task's token before; then nobody waits for the execution any more (DG/connect-to-resource, "Run a Job (.sync)").
 */
export async function statesSync(task: ServiceTask, context: TaskContext): Promise<Json> {
  const sent = context.callbacks.wait(task);
  const stopNested = (): void => {
    void stop(task, context, executionArn);
  };
  let executionArn = "";
  try {
    executionArn = await begin(task, context);
    task.signal.addEventListener("abort", stopNested, { once: true });
    const ended = context.executionEnded(executionArn).then(() => ENDED);
    const first = await task.hold.park(Promise.race([sent, ended]));
    if (typeof first !== "symbol") return first;
  } finally {
    context.callbacks.forget(task.taskToken);
    task.signal.removeEventListener("abort", stopNested);
  }
  const { output } = await callAs(task, context, "states", "DescribeExecution", { executionArn }, ERRORS.states);
  const description = fromWire(output, operation("describeExecution").output, milliseconds);
  if (output["status"] !== "SUCCEEDED") throw new StateError("States.TaskFailed", JSON.stringify(description));
  return task.resource.pattern === "sync:2" ? withParsedData(description) : description;
}

/** Starts the nested execution, unless it was before a restart. */
async function begin(task: ServiceTask, context: TaskContext): Promise<string> {
  const { Name: name = nameOf(task), StateMachineArn: stateMachineArn } = argumentsOf(task);
  if (task.resumed === "submitted") {
    const [arn, partition, states, region, account, , machine] = String(stateMachineArn).split(":");
    return [arn, partition, states, region, account, "execution", machine, name].join(":");
  }
  const answer = await start(task, context, { Name: name });
  const started = fromWire(answer.output, operation("startExecution").output, milliseconds);
  task.submitted(withMetadata(context, "states", answer, started));
  return String(answer.output["executionArn"]);
}

/** A UUID that belongs to the attempt, so that the attempt finds its execution again after a restart. */
function nameOf(task: ServiceTask): string {
  const hex = createHash("sha256").update(task.taskToken).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A parent that is stopped or times out stops what it waits for. A refusal leaves the nested execution running. */
async function stop(task: ServiceTask, context: TaskContext, executionArn: string): Promise<void> {
  const { aws, log } = context.environment;
  try {
    const caller = await context.session(task);
    await aws.call("states", "StopExecution", { executionArn }, { caller });
  } catch (error) {
    log.warn(
      `${executionArn} goes on although ${task.stateName} of ${task.executionArn}, which started it, has ended: ` +
        `${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The SDK for Java 1 prints dates as epoch milliseconds. */
function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000);
}

function operation(action: string): ApiOperation {
  const found = apiModel("sfn", "optimized")?.operation(action);
  if (found === undefined) throw new Error(`no model of ${action}`);
  return found;
}

function withParsedData(description: JsonObject): JsonObject {
  const parsed: Record<string, Json | undefined> = { ...description };
  for (const name of ["Input", "Output"]) {
    const text = parsed[name];
    if (typeof text === "string") parsed[name] = JSON.parse(text) as Json;
  }
  return parsed;
}
