import { stateMachineOfToken } from "../asl/task-token.ts";
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
  if (pending === undefined) throw stateMachineOfToken(token) === undefined ? invalidToken() : taskTimedOut();
  const { resource } = pending.task;
  if (resource.kind === "activity" && !state.activities.has(resource.arn)) throw taskDoesNotExist(resource.arn);
  return pending;
}

/**
 * IAM judges the use of a token on the state machine whose task it is (service authorization reference), which the token
 * says: the answer to a role that may use it is the same before and after the task's end.
 */
export function tokenPermission(action: string, token: string | undefined): readonly Permission[] {
  return permission(action, stateMachineOfToken(token ?? "")?.replace(/\/.*$/, ""));
}
