import type { TaskResource } from "./host.ts";

const LAMBDA = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(?::[A-Za-z0-9$_-]+)?$/;
const ACTIVITY = /^arn:aws[a-z-]*:states:[a-z0-9-]+:\d{12}:activity:[^:]{1,80}$/;
const SERVICE =
  /^arn:aws[a-z-]*:states:[a-z0-9-]*:\d*:((?:aws-sdk:)?[a-zA-Z0-9-]+):([a-zA-Z0-9]+)(?:\.(sync:2|sync|waitForTaskToken))?$/;

/**
 * Takes a Task's `Resource` apart: a function's ARN, an activity's, or that of a service integration
 * (DG/state-task, Task state fields). Whether AWS has the integration is another question.
 *
 * @returns undefined where it is none of them.
 */
export function parseResource(arn: string): TaskResource | undefined {
  if (LAMBDA.test(arn)) return { kind: "lambda", arn };
  if (ACTIVITY.test(arn)) return { kind: "activity", arn };
  const [, service, action, suffix] = SERVICE.exec(arn) ?? [];
  if (service === undefined || action === undefined) return undefined;
  const pattern =
    suffix === "sync" || suffix === "sync:2" || suffix === "waitForTaskToken" ? suffix : "request-response";
  return { kind: "service", arn, service, action, pattern };
}
