import type { Target } from "@aws-sdk/client-eventbridge";
import type { Caller } from "../../aws/caller.ts";
import { AwsError } from "../../aws/error.ts";
import { own, type Wire } from "../../json.ts";
import type { Environment } from "../../module.ts";
import type { BusEvent } from "../event.ts";
import { invokeBus } from "./bus.ts";
import { invokeFunction } from "./function.ts";
import { writeLog } from "./log-group.ts";
import { sendToQueue } from "./queue.ts";
import { startExecution } from "./state-machine.ts";
import { publish } from "./topic.ts";

/** One attempt to hand an event to a target. */
export interface Invocation {
  readonly target: Wire<Target>;
  /** JSON text. */
  readonly input: string;
  readonly caller: Caller;
  readonly event: BusEvent;
}

/** What a kind of target does with an invocation. */
export type InvokeTarget = (environment: Environment, invocation: Invocation) => Promise<void>;

/** The kinds of target by the service in their ARN. */
const TARGETS: Readonly<Record<string, InvokeTarget>> = {
  events: invokeBus,
  lambda: invokeFunction,
  logs: writeLog,
  sns: publish,
  sqs: sendToQueue,
  states: startExecution,
};

/** Whether the runtime delivers to this kind of target. */
export function isServed(arn: string): boolean {
  return Object.hasOwn(TARGETS, serviceOf(arn));
}

/** The kinds of target that are served, for messages. */
export const SERVED_TARGETS: readonly string[] = Object.keys(TARGETS);

/** @throws AwsError as the target's service refuses. */
export async function invokeTarget(environment: Environment, invocation: Invocation): Promise<void> {
  const arn = invocation.target.Arn ?? "";
  const invoke = own(TARGETS, serviceOf(arn));
  if (invoke === undefined) throw new AwsError("InvalidParameter", `Targets of the kind ${arn} are not served.`);
  await invoke(environment, invocation);
}

function serviceOf(arn: string): string {
  return arn.split(":")[2] ?? "";
}
