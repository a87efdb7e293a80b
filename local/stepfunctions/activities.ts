import type { EncryptionConfiguration } from "@aws-sdk/client-sfn";
import type { TaskRequest } from "../asl/host.ts";
import { textOf } from "../asl/source-text.ts";
import { TaskNotScheduled } from "../asl/task-refusals.ts";
import type { Clock } from "../clock/clock.ts";
import type { Json } from "../json.ts";
import type { Callbacks } from "./callbacks.ts";
import type { Tags } from "./tags.ts";

/** How long GetActivityTask waits for a task (API reference). */
const POLL_MILLISECONDS = 60_000;
/** How many pollers one activity may have (developer guide, "Quotas"). */
export const MAX_POLLERS = 1000;

/** An activity with the tasks that wait for a worker and the workers that wait for a task; one of the two is empty. */
export interface Activity {
  readonly arn: string;
  readonly name: string;
  readonly creationDate: number;
  readonly tags: Tags;
  readonly encryption: EncryptionConfiguration | undefined;
  readonly tasks: Set<TaskRequest>;
  readonly pollers: Set<Poller>;
}

/** A GetActivityTask under way. */
interface Poller {
  readonly workerName: string | undefined;
  readonly take: (task: TaskRequest) => void;
}

/** What GetActivityTask answers: nothing when no task came in time. */
export interface ActivityTask {
  readonly taskToken: string;
  readonly input: string;
}

/**
 * Schedules an activity task and waits for the worker's answer. Tasks go out first in, first out, to the worker that has
 * waited longest.
 *
 * @throws StateError with the worker's error and cause, or when there is no such activity.
 */
export function runActivity(task: TaskRequest, activity: Activity | undefined, callbacks: Callbacks): Promise<Json> {
  // A task that was scheduled runs into its time-out when its activity is deleted, before a restart as after it.
  if (activity === undefined && task.resumed === undefined) {
    throw missingActivity(task.resource.arn, task.stateName);
  }
  const outcome = callbacks.wait(task);
  if (activity !== undefined && task.resumed !== "started") {
    task.signal.addEventListener("abort", () => activity.tasks.delete(task), { once: true });
    const [poller] = activity.pollers;
    if (poller === undefined) {
      activity.tasks.add(task);
    } else {
      activity.pollers.delete(poller);
      poller.take(task);
    }
  }
  return task.hold.park(outcome);
}

/**
 * A Task names an activity that is not there (any more): AWS does not look for it when the state machine is created.
 * The text is [unknown]; its form is that of the unknown resource of 2017 (serverless-step-functions#41).
 */
export function missingActivity(arn: string, stateName: string): TaskNotScheduled {
  return new TaskNotScheduled(
    "States.Runtime",
    `An error occurred while scheduling the state '${stateName}'. The provided ARN '${arn}' does not exist.`,
  );
}

/**
 * Hands out the next task, waiting for one for up to 60 seconds.
 *
 * @param signal aborted when the worker has gone away: the next task goes to the next worker then.
 */
export function pollActivity(
  activity: Activity,
  workerName: string | undefined,
  clock: Clock,
  signal: AbortSignal | undefined,
): ActivityTask | Promise<ActivityTask | undefined> {
  const [waiting] = activity.tasks;
  if (waiting !== undefined) {
    activity.tasks.delete(waiting);
    return handOut(waiting, workerName);
  }
  return new Promise((resolve) => {
    const finish = (task: TaskRequest | undefined): void => {
      timer.cancel();
      signal?.removeEventListener("abort", leave);
      activity.pollers.delete(poller);
      resolve(task === undefined ? undefined : handOut(task, workerName));
    };
    const leave = (): void => finish(undefined);
    const poller: Poller = { workerName, take: finish };
    const timer = clock.after(POLL_MILLISECONDS, leave, "deadline");
    signal?.addEventListener("abort", leave, { once: true });
    activity.pollers.add(poller);
  });
}

function handOut(task: TaskRequest, workerName: string | undefined): ActivityTask {
  task.started(workerName);
  return { taskToken: task.taskToken, input: textOf(task.parameters) };
}
