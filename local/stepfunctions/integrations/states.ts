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

function start(task: ServiceTask, context: TaskContext): Promise<Answer> {
  const { Input, ...rest } = argumentsOf(task);
  const parameters = { ...rest, ...(Input === undefined ? {} : { Input: asText(Input) }) };
  const input = toWire(parameters, operation("startExecution").input);
  return callAs(task, context, "states", "StartExecution", input, ERRORS.states);
}

/** `.sync` and `.sync:2`: the result is the nested execution's description once it has ended. */
export async function statesSync(task: ServiceTask, context: TaskContext): Promise<Json> {
  const answer = await start(task, context);
  const executionArn = String(answer.output["executionArn"]);
  const started = fromWire(answer.output, operation("startExecution").output, milliseconds);
  task.submitted(withMetadata(context, "states", answer, started));
  const stopNested = (): void => {
    void stop(task, context, executionArn);
  };
  task.signal.addEventListener("abort", stopNested, { once: true });
  await task.hold.park(context.executionEnded(executionArn));
  task.signal.removeEventListener("abort", stopNested);
  const { output } = await callAs(task, context, "states", "DescribeExecution", { executionArn }, ERRORS.states);
  const description = fromWire(output, operation("describeExecution").output, milliseconds);
  if (output["status"] !== "SUCCEEDED") throw new StateError("States.TaskFailed", JSON.stringify(description));
  return task.resource.pattern === "sync:2" ? withParsedData(description) : description;
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
