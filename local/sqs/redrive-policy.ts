import type { AwsError } from "../aws/error.ts";
import { parseObject } from "../json.ts";
import { invalidParameter, sqsError } from "./errors.ts";

/** What a dead-letter queue policy says. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** Which queues may name this one as their dead-letter queue. */
interface RedriveAllowPolicy {
  readonly redrivePermission: "allowAll" | "denyAll" | "byQueue";
  readonly sourceQueueArns?: readonly string[];
}

const PERMISSIONS: readonly unknown[] = ["allowAll", "denyAll", "byQueue"];
const MOST_SOURCES = 10;

/**
 * Reads a redrive policy; empty text means none.
 *
 * @throws AwsError `InvalidAttributeValue` for what is no JSON object, else `InvalidParameterValue`. A count may be a
 *   number or text.
 */
export function parseRedrivePolicy(text: string | undefined): RedrivePolicy | undefined {
  if (text === undefined || text === "") return undefined;
  const policy = parseObject(text);
  if (policy === undefined) throw invalidPolicy("RedrivePolicy", "Redrive policy is not a valid JSON map.");
  const { deadLetterTargetArn: target, maxReceiveCount: count } = policy;
  const refusal = (reason: string): AwsError => invalidParameter(text, "RedrivePolicy", reason);
  if (count === undefined || target === undefined) {
    const missing = count === undefined ? "maxReceiveCount" : "deadLetterTargetArn";
    throw refusal(`Redrive policy does not contain mandatory attribute: ${missing}.`);
  }
  const maxReceiveCount = Number(count);
  if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > 1000) {
    throw refusal(
      `Invalid value for maxReceiveCount: ${String(count)}, valid values are from 1 to 1000 both inclusive.`,
    );
  }
  if (typeof target !== "string" || !/^arn:[^:]+:sqs:[^:]*:\d*:[^:]+$/.test(target)) {
    throw refusal("Dead-letter target ARN should be fully qualified ARN.");
  }
  return { deadLetterTargetArn: target, maxReceiveCount };
}

/** Refuses a redrive allow policy that is none; empty text means everybody. */
export function checkRedriveAllowPolicy(text: string): void {
  if (text === "") return;
  const policy = parseObject(text);
  const sources = policy?.["sourceQueueArns"];
  const listed = sources === undefined || (Array.isArray(sources) && sources.every((arn) => typeof arn === "string"));
  if (policy === undefined || !PERMISSIONS.includes(policy["redrivePermission"]) || !listed) {
    throw invalidPolicy(
      "RedriveAllowPolicy",
      "Amazon SQS can't create the redrive allow policy, as it’s in an unsupported format.",
    );
  }
  const reason = allowRefusal(policy as unknown as RedriveAllowPolicy);
  if (reason === undefined) return;
  throw invalidParameter(text, "RedriveAllowPolicy", `Amazon SQS can't create the redrive allow policy. ${reason}`);
}

function allowRefusal({ redrivePermission: permission, sourceQueueArns: sources }: RedriveAllowPolicy) {
  if (permission !== "byQueue") {
    if (sources === undefined) return undefined;
    return "To specify one or more source queue ARNs, you must set redrivePermission to byQueue.";
  }
  if (sources === undefined || sources.length === 0) {
    return "When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.";
  }
  return sources.length > MOST_SOURCES
    ? `The maximum number of source queue ARNs you can specify is ${MOST_SOURCES}.`
    : undefined;
}

/** What must be known of a queue that becomes somebody's dead-letter queue. */
export interface DeadLetterTarget {
  readonly fifo: boolean;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Checks a redrive policy against the queue it names, when it is set; what changes later is not checked again.
 *
 * @throws AwsError `InvalidParameterValue`
 */
export function checkDeadLetterTarget(
  text: string,
  source: { readonly arn: string; readonly fifo: boolean },
  target: DeadLetterTarget | undefined,
): void {
  const refusal = (reason: string): AwsError => invalidParameter(text, "RedrivePolicy", reason);
  if (target === undefined) throw refusal("Dead letter target does not exist.");
  if (target.fifo !== source.fifo) throw refusal("Dead-letter queue must be same type of queue as the source.");
  const allowing = parseObject(target.attributes["RedriveAllowPolicy"] ?? "") as
    | Partial<RedriveAllowPolicy>
    | undefined;
  const denied =
    allowing?.redrivePermission === "denyAll" ||
    (allowing?.redrivePermission === "byQueue" && allowing.sourceQueueArns?.includes(source.arn) !== true);
  if (denied) throw refusal("Source queue is not authorized to redrive messages to this dead-letter queue.");
}

function invalidPolicy(name: string, reason: string): AwsError {
  return sqsError("InvalidAttributeValue", `Invalid value for the parameter ${name}. Reason: ${reason}`);
}
