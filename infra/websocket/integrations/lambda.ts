import type { Input } from "@pulumi/pulumi";
import type { LambdaIntegration } from "../integration.ts";

/**
 * Hands the whole event to a function; its `body` is the reply.
 *
 * @example
 * ```ts
 * invokeFunction({ functionName: echo.functionName, invokeArn: echo.invokeArn })
 * ```
 */
export function invokeFunction(target: { functionName: Input<string>; invokeArn: Input<string> }): LambdaIntegration {
  return { kind: "lambda", functionName: target.functionName, invokeArn: target.invokeArn };
}
