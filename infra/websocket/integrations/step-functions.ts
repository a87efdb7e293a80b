import type { Output } from "@pulumi/pulumi";
import type { ServiceIntegration } from "../integration.ts";
import { type Template, text } from "../templates.ts";

export interface StartExecutionArgs {
  /** A Standard or, for `startSyncExecution`, an Express one. */
  stateMachineArn: string | Output<string>;
  /** The execution's input, any JSON. */
  input: Template;
}

/**
 * Starts a Standard workflow; the client gets `{"executionArn":"…","startDate":1.652716274909E9}` at once.
 *
 * @example
 * ```ts
 * startExecution({ stateMachineArn, input: { data: bodyJson("$.data"), connectionId: context("connectionId") } })
 * ```
 */
export function startExecution(args: StartExecutionArgs): ServiceIntegration {
  return start("StartExecution", args);
}

/**
 * Runs an Express workflow to its end, 29 seconds at most; the client gets what StartSyncExecution answers. A workflow
 * that fails is an answer as well, with status 200 and `"status":"FAILED"` in it.
 *
 * @example
 * ```ts
 * startSyncExecution({ stateMachineArn, input: bodyJson("$.data") })
 * ```
 */
export function startSyncExecution(args: StartExecutionArgs): ServiceIntegration {
  return start("StartSyncExecution", args);
}

function start(action: "StartExecution" | "StartSyncExecution", args: StartExecutionArgs): ServiceIntegration {
  return {
    kind: "service",
    action: `states:action/${action}`,
    request: { input: text(args.input), stateMachineArn: args.stateMachineArn },
    responses: [{ key: "$default" }],
    statements: [{ actions: [`states:${action}`], resources: [args.stateMachineArn] }],
  };
}
