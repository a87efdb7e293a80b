import type { TaskResource } from "./host.ts";

/** Takes a Task's `Resource` apart; undefined where it is no ARN of a resource that a Task can have. */
export function parseResource(arn: string): TaskResource | undefined {
  return arn.startsWith("arn:") ? { kind: "lambda", arn } : undefined;
}
