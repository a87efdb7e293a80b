import { StateError } from "../../asl/errors.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import { ERRORS, withMetadata } from "./optimized.ts";
import { argumentsOf, asText, callAs, type Integration, type ServiceTask } from "./task-context.ts";

/**
 * `events:putEvents` (DG/connect-eventbridge): a JSON `Detail` is sent as text, the execution's and the state machine's
 * ARNs are added to each entry's resources, and one refused entry fails the Task with `EventBridge.FailedEntry`.
 */
export const events: Integration = async (task, context) => {
  const { Entries, ...rest } = argumentsOf(task);
  const entries = Array.isArray(Entries) ? Entries.map((entry: Json) => entryOf(entry, task)) : Entries;
  const input = { ...rest, ...(entries === undefined ? {} : { Entries: entries }) };
  const answer = await callAs(task, context, "events", "PutEvents", input, ERRORS.events);
  const failed = answer.output["FailedEntryCount"];
  if (typeof failed === "number" && failed > 0) {
    throw new StateError(
      "EventBridge.FailedEntry",
      JSON.stringify(withMetadata(context, "events", answer, answer.output)),
    );
  }
  return withMetadata(context, "events", answer, answer.output);
};

function entryOf(entry: Json, task: ServiceTask): Json {
  if (!isObject(entry)) return entry;
  const { Detail, Resources, Time, ...rest } = entry;
  const resources = Array.isArray(Resources) ? Resources : [];
  const time = typeof Time === "string" ? Date.parse(Time) / 1000 : Time;
  const shaped: JsonObject = {
    ...rest,
    ...(Detail === undefined ? {} : { Detail: asText(Detail) }),
    ...(time === undefined ? {} : { Time: time }),
    Resources: [...resources, task.executionArn, task.stateMachineArn],
  };
  return shaped;
}
