import { StateError } from "../../asl/errors.ts";
import type { Json, JsonObject } from "../../json.ts";
import { ERRORS, modelOf, withMetadata } from "./optimized.ts";
import { fromWire, toWire } from "./sdk-shapes.ts";
import { argumentsOf, asText, callAs, type Integration, type ServiceTask, type TaskContext } from "./task-context.ts";

/**
 * `states:startExecution` in all its patterns (DG/connect-stepfunctions). Results are PascalCase as in the developer
 * guide; one measurement of the plain pattern showed camelCase (step-functions.md §11.2), which is not followed.
 */
export const states: Integration = async (task, context) => {
  const { Input, ...rest } = argumentsOf(task);
  const parameters = { ...rest, ...(Input === undefined ? {} : { Input: asText(Input) }) };
  const input = toWire(parameters, modelOf("sfn"));
  const answer = await callAs(task, context, "states", "StartExecution", input, ERRORS.states);
  return withMetadata(context, "states", answer, milliseconds(answer.output));
};

/** `.sync` and `.sync:2`: the result is the nested execution's description once it has ended. */
export async function statesSync(task: ServiceTask, context: TaskContext): Promise<Json> {
  const started = (await states(task, context)) as JsonObject;
  const executionArn = String(started["ExecutionArn"]);
  task.submitted(started);
  const stopNested = (): void => {
    void stop(task, context, executionArn);
  };
  task.signal.addEventListener("abort", stopNested, { once: true });
  await task.hold.park(context.executionEnded(executionArn));
  task.signal.removeEventListener("abort", stopNested);
  const { output } = await callAs(task, context, "states", "DescribeExecution", { executionArn }, ERRORS.states);
  const description = milliseconds(output);
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
function milliseconds(output: JsonObject): JsonObject {
  return fromWire(output, modelOf("sfn"), (seconds) => Math.round(seconds * 1000));
}

function withParsedData(description: JsonObject): JsonObject {
  const parsed: Record<string, Json | undefined> = { ...description };
  for (const name of ["Input", "Output"]) {
    const text = parsed[name];
    if (typeof text === "string") parsed[name] = JSON.parse(text) as Json;
  }
  return parsed;
}
