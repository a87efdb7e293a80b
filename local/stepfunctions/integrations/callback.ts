import type { TaskRequest } from "../../asl/host.ts";
import type { Json } from "../../json.ts";
import type { TaskContext } from "./task-context.ts";

/**
 * `.waitForTaskToken`: makes the request, then waits until somebody sends the token back. The token may come back before
 * the request's own answer (a function that completes its own task); it counts once the request has been accepted.
 *
 * @param submit makes the request and answers what TaskSubmitted shows.
 */
export async function waitForTaskToken(
  task: TaskRequest,
  context: TaskContext,
  submit: () => Promise<Json>,
): Promise<Json> {
  const outcome = context.callbacks.wait(task);
  if (task.resumed !== "submitted") {
    try {
      task.submitted(await submit());
    } catch (error) {
      context.callbacks.forget(task.taskToken);
      throw error;
    }
  }
  return task.hold.park(outcome);
}
