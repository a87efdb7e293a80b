import type { Json } from "../asl/definition.ts";
import { withPermissions } from "../asl/permissions.ts";
import type { Task } from "./task.ts";

/** An activity. */
export interface ActivityRef {
  readonly arn: string;
}

/** An activity has no parameters of its own; what is given is what the worker gets. */
type ActivityFields = { readonly Arguments: Json } | { readonly Parameters: { readonly [name: string]: Json } };

/**
 * Waits for a worker: a person or a program that polls GetActivityTask and answers for the task token. The result is what
 * SendTaskSuccess was given. The machine's own role needs nothing for it; the worker does.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-activities.html
 */
export function waitForWorker<const Fields extends ActivityFields>(
  activity: ActivityRef,
  fields: Fields,
): Task<Fields> {
  return withPermissions({ Type: "Task" as const, Resource: activity.arn, ...fields }, []);
}
