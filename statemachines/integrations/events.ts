import type { Json } from "../asl/definition.ts";
import { type Task, type TaskFields, task } from "./task.ts";

/** An event bus. */
export interface EventBusRef {
  readonly name: string;
  readonly arn: string;
}

/** An event but its bus. */
interface Entry {
  readonly Source: string;
  readonly DetailType: string;
  /** An object goes out as its JSON text. */
  readonly Detail: Json;
  readonly Resources?: readonly string[];
}

/**
 * Puts one event on a bus. Fails with `EventBridge.FailedEntry` when EventBridge does not take it.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html
 */
export function putEvent<const Fields extends TaskFields<Entry>>(
  bus: EventBusRef,
  fields: Fields,
): Task<Fields, "arn:aws:states:::events:putEvents"> {
  const key = "Parameters" in fields ? "Parameters" : "Arguments";
  const entry: object = "Parameters" in fields ? fields.Parameters : fields.Arguments;
  const entries = { Entries: [{ ...entry, EventBusName: bus.name }] };
  return task("arn:aws:states:::events:putEvents", { ...fields, [key]: entries }, {}, [
    { actions: ["events:PutEvents"], resources: [bus.arn] },
  ]);
}
