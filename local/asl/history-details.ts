import type { HistoryEventType } from "@aws-sdk/client-sfn";
import { isObject, type JsonObject } from "../json.ts";
import type { StoredEvent } from "./history.ts";
import { textOf } from "./source-text.ts";

/** Under which member an event's details stand, and which of them is the value that is shown as JSON text. */
interface Shape {
  readonly member: string;
  readonly data?: "input" | "output" | "parameters";
}

const STATE_ENTERED: Shape = { member: "stateEnteredEventDetails", data: "input" };
const STATE_EXITED: Shape = { member: "stateExitedEventDetails", data: "output" };

/** The events that have details (API_HistoryEvent); all others have none. */
const SHAPES: { readonly [Type in HistoryEventType]?: Shape } = {
  ActivityFailed: { member: "activityFailedEventDetails" },
  ActivityScheduleFailed: { member: "activityScheduleFailedEventDetails" },
  ActivityScheduled: { member: "activityScheduledEventDetails", data: "input" },
  ActivityStarted: { member: "activityStartedEventDetails" },
  ActivitySucceeded: { member: "activitySucceededEventDetails", data: "output" },
  ActivityTimedOut: { member: "activityTimedOutEventDetails" },
  ChoiceStateEntered: STATE_ENTERED,
  ChoiceStateExited: STATE_EXITED,
  EvaluationFailed: { member: "evaluationFailedEventDetails" },
  ExecutionAborted: { member: "executionAbortedEventDetails" },
  ExecutionFailed: { member: "executionFailedEventDetails" },
  ExecutionRedriven: { member: "executionRedrivenEventDetails" },
  ExecutionStarted: { member: "executionStartedEventDetails", data: "input" },
  ExecutionSucceeded: { member: "executionSucceededEventDetails", data: "output" },
  ExecutionTimedOut: { member: "executionTimedOutEventDetails" },
  FailStateEntered: STATE_ENTERED,
  LambdaFunctionFailed: { member: "lambdaFunctionFailedEventDetails" },
  LambdaFunctionScheduleFailed: { member: "lambdaFunctionScheduleFailedEventDetails" },
  LambdaFunctionScheduled: { member: "lambdaFunctionScheduledEventDetails", data: "input" },
  LambdaFunctionStartFailed: { member: "lambdaFunctionStartFailedEventDetails" },
  LambdaFunctionSucceeded: { member: "lambdaFunctionSucceededEventDetails", data: "output" },
  LambdaFunctionTimedOut: { member: "lambdaFunctionTimedOutEventDetails" },
  MapIterationAborted: { member: "mapIterationAbortedEventDetails" },
  MapIterationFailed: { member: "mapIterationFailedEventDetails" },
  MapIterationStarted: { member: "mapIterationStartedEventDetails" },
  MapIterationSucceeded: { member: "mapIterationSucceededEventDetails" },
  MapRunFailed: { member: "mapRunFailedEventDetails" },
  MapRunRedriven: { member: "mapRunRedrivenEventDetails" },
  MapRunStarted: { member: "mapRunStartedEventDetails" },
  MapStateEntered: STATE_ENTERED,
  MapStateExited: STATE_EXITED,
  MapStateStarted: { member: "mapStateStartedEventDetails" },
  ParallelStateEntered: STATE_ENTERED,
  ParallelStateExited: STATE_EXITED,
  PassStateEntered: STATE_ENTERED,
  PassStateExited: STATE_EXITED,
  SucceedStateEntered: STATE_ENTERED,
  SucceedStateExited: STATE_EXITED,
  TaskFailed: { member: "taskFailedEventDetails" },
  TaskScheduled: { member: "taskScheduledEventDetails", data: "parameters" },
  TaskStartFailed: { member: "taskStartFailedEventDetails" },
  TaskStarted: { member: "taskStartedEventDetails" },
  TaskStateEntered: STATE_ENTERED,
  TaskStateExited: STATE_EXITED,
  TaskSubmitFailed: { member: "taskSubmitFailedEventDetails" },
  TaskSubmitted: { member: "taskSubmittedEventDetails", data: "output" },
  TaskSucceeded: { member: "taskSucceededEventDetails", data: "output" },
  TaskTimedOut: { member: "taskTimedOutEventDetails" },
  WaitStateEntered: STATE_ENTERED,
  WaitStateExited: STATE_EXITED,
};

/** `truncated` is always false in the API; only log records are ever cut (API_HistoryEventExecutionDataDetails). */
const NOT_TRUNCATED: JsonObject = { truncated: false };

/** Each variable's value is JSON text of its own. */
function assignedDetails(assigned: JsonObject): JsonObject {
  const texts = Object.entries(assigned).map(([name, value]) => [name, value === undefined ? value : textOf(value)]);
  return { assignedVariables: Object.fromEntries(texts), assignedVariablesDetails: NOT_TRUNCATED };
}

/** What carries execution data and is left out with `includeExecutionData: false`. */
const DATA_MEMBERS: ReadonlySet<string> = new Set(["input", "output", "parameters", "assignedVariables"]);

/** An event's details in the API's shape: texts for values, with their truncation flags; keys in alphabetical order. */
export function detailsOf(event: StoredEvent, includeData: boolean): { member?: string; details?: JsonObject } {
  const shape = SHAPES[event.type];
  if (shape === undefined) return {};
  const details: Record<string, JsonObject[string]> = {};
  if (event.name !== undefined) details["name"] = event.name;
  if (shape.data === undefined || event.data === undefined) {
    Object.assign(details, event.more);
  } else if (shape.data === "parameters") {
    Object.assign(details, event.more, { parameters: textOf(event.data) });
  } else {
    details[shape.data] = textOf(event.data);
    details[`${shape.data}Details`] = NOT_TRUNCATED;
    const assigned = event.more?.["assignedVariables"];
    Object.assign(details, isObject(assigned) ? assignedDetails(assigned) : event.more);
  }
  if (!includeData) for (const name of DATA_MEMBERS) delete details[name];
  return { member: shape.member, details: inOrder(details) };
}

function inOrder(details: JsonObject): JsonObject {
  const ordered: Record<string, JsonObject[string]> = {};
  for (const name of Object.keys(details).sort()) ordered[name] = details[name];
  return ordered;
}
