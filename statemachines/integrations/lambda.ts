import type { Json } from "../asl/definition.ts";
import { type Task, type TaskFields, task } from "./task.ts";

/** A function. */
export interface FunctionRef {
  readonly arn: string;
}

interface Invoke {
  /** What the function gets as its event. */
  readonly Payload: Json;
  readonly InvocationType?: "RequestResponse" | "Event" | "DryRun";
}

/**
 * Calls a function. The result is `{ ExecutedVersion, Payload, StatusCode }`; an error that the function throws fails the
 * state with the error's name.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
 */
export function invoke<const Fields extends TaskFields<Invoke>>(
  lambda: FunctionRef,
  fields: Fields,
): Task<Fields, "arn:aws:states:::lambda:invoke"> {
  return task("arn:aws:states:::lambda:invoke", fields, { FunctionName: lambda.arn }, permission(lambda));
}

/** Calls a function that gets the task token in its event, and waits until somebody answers for the token. */
export function invokeAndWaitForTaskToken<const Fields extends TaskFields<Invoke>>(
  lambda: FunctionRef,
  fields: Fields,
): Task<Fields, "arn:aws:states:::lambda:invoke.waitForTaskToken"> {
  return task(
    "arn:aws:states:::lambda:invoke.waitForTaskToken",
    fields,
    { FunctionName: lambda.arn },
    permission(lambda),
  );
}

const permission = (lambda: FunctionRef) => [{ actions: ["lambda:InvokeFunction"], resources: [lambda.arn] }];
