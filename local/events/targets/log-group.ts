import type { Caller } from "../../aws/caller.ts";
import { AwsError } from "../../aws/error.ts";
import { isObject } from "../../json.ts";
import type { InvokeTarget } from "./target.ts";

/**
 * A CloudWatch Logs group: one log event per event, in a stream of EventBridge's own naming. No role is involved: a
 * log resource policy must let **both** `events.amazonaws.com` and `delivery.logs.amazonaws.com` create streams and put
 * events (terraform-provider-aws#30388); EventBridge makes the stream, log delivery writes to it.
 */
export const writeLog: InvokeTarget = async ({ aws, clock, ids }, { target, input, caller, event }) => {
  const group = (target.Arn ?? "").split(":")[6] ?? "";
  const stream = ids.uuid();
  await aws.call("logs", "CreateLogStream", { logGroupName: group, logStreamName: stream }, { caller });
  const delivery: Caller = { ...caller, kind: "service", principal: "delivery.logs.amazonaws.com" };
  const { timestamp, message } =
    target.InputTransformer === undefined ? { timestamp: clock.now(), message: input } : transformed(input, event.id);
  await aws.call(
    "logs",
    "PutLogEvents",
    { logGroupName: group, logStreamName: stream, logEvents: [{ timestamp, message }] },
    { caller: delivery },
  );
};

/** A transformer for a log group must produce exactly a timestamp and a message. */
function transformed(input: string, id: string): { timestamp: number; message: string } {
  const value: unknown = JSON.parse(input);
  const timestamp = isObject(value) ? Number(value["timestamp"]) : Number.NaN;
  const message = isObject(value) ? value["message"] : undefined;
  if (!Number.isFinite(timestamp) || typeof message !== "string") {
    throw new AwsError(
      "InvalidParameter",
      `The transformed event ${id} has no timestamp and message for the log group.`,
    );
  }
  return { timestamp, message };
}
