import { isTaskToken } from "../asl/task-token.ts";
import type { Permission } from "../aws/service.ts";
import type { PendingTask } from "./callbacks.ts";
import { invalidToken, taskDoesNotExist, taskTimedOut } from "./errors.ts";
import { permission } from "./permission.ts";
import type { StepFunctions } from "./step-functions.ts";

/**
 * The task that waits for a token.
 *
 * @throws AwsError InvalidToken for what never was a token; TaskTimedOut for one that was used, has expired, or whose
 * execution has ended; TaskDoesNotExist when the task's activity has been deleted.
 */
export function taskByToken(token: string, state: StepFunctions): PendingTask {
  const pending = state.callbacks.find(token);
  if (pending === undefined) throw isTaskToken(token) ? taskTimedOut() : invalidToken();
  const { resource } = pending.task;
  if (resource.kind === "activity" && !state.activities.has(resource.arn)) throw taskDoesNotExist(resource.arn);
  return pending;
}

/** IAM judges the use of a token on the state machine whose task it is (service authorization reference). */
export function tokenPermission(
  action: string,
  token: string | undefined,
  state: StepFunctions,
): readonly Permission[] {
  return permission(action, state.callbacks.find(token ?? "")?.task.stateMachineArn.replace(/\/.*$/, ""));
}
