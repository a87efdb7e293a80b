import { StateError } from "../../asl/errors.ts";
import { type Json, own } from "../../json.ts";
import { apigateway } from "./apigateway.ts";
import { awsSdk } from "./aws-sdk.ts";
import { waitForTaskToken } from "./callback.ts";
import { dynamodb } from "./dynamodb.ts";
import { events } from "./events.ts";
import { lambda } from "./lambda.ts";
import { sdkService } from "./sdk-model.ts";
import { sns } from "./sns.ts";
import { sqs } from "./sqs.ts";
import { states, statesSync } from "./states.ts";
import type { Integration, ServiceTask, TaskContext } from "./task-context.ts";

type Pattern = ServiceTask["resource"]["pattern"];

interface Optimized {
  readonly run: Integration;
  readonly actions: readonly string[];
  readonly patterns: readonly Pattern[];
}

const REQUEST: readonly Pattern[] = ["request-response"];
const CALLBACK: readonly Pattern[] = ["request-response", "waitForTaskToken"];

/** The optimized integrations of the services that the runtime serves, with the patterns AWS has for them (DG/integrate-optimized). */
const OPTIMIZED: Readonly<Record<string, Optimized>> = {
  apigateway: { run: apigateway, actions: ["invoke"], patterns: CALLBACK },
  dynamodb: { run: dynamodb, actions: ["getItem", "putItem", "updateItem", "deleteItem"], patterns: REQUEST },
  events: { run: events, actions: ["putEvents"], patterns: CALLBACK },
  http: { run: (task, context) => context.http(task, context), actions: ["invoke"], patterns: REQUEST },
  lambda: { run: lambda, actions: ["invoke"], patterns: CALLBACK },
  sns: { run: sns, actions: ["publish"], patterns: CALLBACK },
  sqs: { run: sqs, actions: ["sendMessage"], patterns: CALLBACK },
  states: { run: states, actions: ["startExecution"], patterns: [...CALLBACK, "sync", "sync:2"] },
};

/** Whether the runtime can do a service integration; AWS has many more. */
export function isServed(resource: ServiceTask["resource"]): boolean {
  if (resource.service.startsWith("aws-sdk:")) {
    return sdkService(resource.service.slice("aws-sdk:".length)) !== undefined && CALLBACK.includes(resource.pattern);
  }
  const { actions = [], patterns = [] } = own(OPTIMIZED, resource.service) ?? {};
  return actions.includes(resource.action) && patterns.includes(resource.pattern);
}

/**
 * Does one attempt of a Task with a service integration.
 *
 * @throws StateError as the integration names it.
 */
export async function runIntegration(task: ServiceTask, context: TaskContext): Promise<Json> {
  const { resource } = task;
  const run = resource.service.startsWith("aws-sdk:") ? awsSdk : own(OPTIMIZED, resource.service)?.run;
  if (run === undefined || !isServed(resource)) {
    throw new StateError("States.Runtime", `The local runtime does not serve the integration '${resource.arn}'.`);
  }
  switch (resource.pattern) {
    case "request-response":
      return run(task, context);
    case "waitForTaskToken":
      return waitForTaskToken(task, context, () => run(task, context));
    case "sync":
    case "sync:2":
      return statesSync(task, context);
    default: {
      const never: never = resource.pattern;
      throw new Error(`unknown pattern ${String(never)}`);
    }
  }
}
