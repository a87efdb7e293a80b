import type { Target } from "@aws-sdk/client-eventbridge";
import type { Caller } from "../aws/caller.ts";
import { AwsError } from "../aws/error.ts";
import type { Wire } from "../json.ts";
import type { Environment } from "../module.ts";
import { DEFAULT_RETRY, type Rule } from "./buses.ts";
import type { BusEvent } from "./event.ts";
import { SECOND_HOP } from "./forwarding.ts";
import { InvalidInputError, targetInput } from "./target-input.ts";
import { invokeTarget } from "./targets/target.ts";

/** One event on its way to one target. */
interface Delivery {
  readonly event: BusEvent;
  readonly rule: Rule;
  readonly target: Wire<Target>;
  readonly input: string;
  readonly startedAt: number;
  attempts: number;
}

/** Why a delivery ended without success; `retry` says whether it may yet succeed. */
interface Failure {
  readonly code: string;
  readonly message: string;
  readonly retry: boolean;
}

/** The first wait between attempts and the longest, in milliseconds. AWS says only: exponential, with jitter. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 300_000;

/**
 * Delivers an event to one target, trying again as its retry policy says, and gives what cannot be delivered to its
 * dead-letter queue. Never fails: every lost event leaves a line (EBUG/eb-rule-dlq).
 */
export function deliver(environment: Environment, event: BusEvent, rule: Rule, target: Wire<Target>): void {
  const startedAt = environment.clock.now();
  let input: string;
  try {
    input = targetInput(target, event, { ruleArn: rule.arn, ruleName: rule.name, ingestedAt: startedAt });
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const delivery: Delivery = { event, rule, target, input: "", startedAt, attempts: 1 };
    void giveUp(environment, delivery, { code: "INVALID_JSON", message: error.message, retry: false }, undefined);
    return;
  }
  void attempt(environment, { event, rule, target, input, startedAt, attempts: 0 });
}

async function attempt(environment: Environment, delivery: Delivery): Promise<void> {
  const { clock, log } = environment;
  const hold = clock.hold();
  try {
    delivery.attempts++;
    await invokeTarget(environment, {
      target: delivery.target,
      input: delivery.input,
      caller: callerOf(environment, delivery),
      event: delivery.event,
    });
  } catch (error) {
    const failure = judge(error);
    const exhausted = failure.retry ? exhaustedBy(delivery, clock.now()) : undefined;
    if (!failure.retry || exhausted !== undefined) {
      await giveUp(environment, delivery, failure, exhausted);
      return;
    }
    const wait =
      Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (delivery.attempts - 1)) * (0.5 + environment.ids.random() / 2);
    log.warn(
      `events: attempt ${delivery.attempts} to deliver ${delivery.event.id} by rule ${delivery.rule.name} to ${delivery.target.Arn} failed (${failure.message}); trying again in ${Math.round(wait / 1000)} s`,
    );
    clock.after(wait, () => void attempt(environment, delivery), "work");
  } finally {
    hold.release();
  }
}

/** Who EventBridge is for this target: a session of the target's role, or the service itself. */
function callerOf({ aws, scope, ids }: Environment, { rule, target }: Delivery): Caller {
  const context = { "aws:SourceArn": rule.arn, "aws:SourceAccount": scope.account };
  if (target.RoleArn === undefined) {
    return {
      kind: "service",
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
      sourceAccount: scope.account,
    };
  }
  const sessionName = Buffer.from(ids.bytes(16)).toString("hex");
  return aws.assumeRole({ roleArn: target.RoleArn, principal: "events.amazonaws.com", sessionName, context });
}

/** A missing permission or target goes to the dead-letter queue at once; throttling and faults are tried again. */
function judge(error: unknown): Failure {
  if (!(error instanceof AwsError)) {
    return { code: "INTERNAL_ERROR", message: error instanceof Error ? error.message : String(error), retry: true };
  }
  const { code, message, status } = error;
  if (code === SECOND_HOP) return { code, message, retry: false };
  if (/^(AccessDenied|AuthorizationError)/.test(code)) return { code: "NO_PERMISSIONS", message, retry: false };
  if (/NotFound|DoesNotExist/.test(code)) return { code: "NO_RESOURCE", message, retry: false };
  if (/Throttl|TooManyRequests|OverLimit/.test(code)) return { code: "THROTTLING", message, retry: true };
  if (status >= 500) return { code: "ERROR_FROM_TARGET", message, retry: true };
  return { code: "INVALID_PARAMETER", message, retry: false };
}

function exhaustedBy(delivery: Delivery, now: number): string | undefined {
  const policy = { ...DEFAULT_RETRY, ...delivery.target.RetryPolicy };
  if (delivery.attempts > (policy.MaximumRetryAttempts ?? 0)) return "MaximumRetryAttempts";
  const age = (now - delivery.startedAt) / 1000;
  return age >= (policy.MaximumEventAgeInSeconds ?? 0) ? "MaximumEventAgeInSeconds" : undefined;
}

async function giveUp(
  environment: Environment,
  delivery: Delivery,
  failure: Failure,
  exhausted: string | undefined,
): Promise<void> {
  const { log } = environment;
  const { event, rule, target } = delivery;
  const what = `events: ${event.source} "${event["detail-type"]}" ${event.id} was not delivered by rule ${rule.name} to ${target.Arn}: ${failure.code}, ${failure.message}`;
  const queueArn = target.DeadLetterConfig?.Arn;
  if (queueArn === undefined) {
    log.error(`${what}; the event is lost, because the target has no dead-letter queue`);
    return;
  }
  try {
    await sendDeadLetter(environment, delivery, failure, exhausted, queueArn);
    log.warn(`${what}; it went to the dead-letter queue ${queueArn}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.error(`${what}; the event is lost, because its dead-letter queue refused it: ${reason}`);
  }
}

async function sendDeadLetter(
  { aws, endpointUrl, scope }: Environment,
  delivery: Delivery,
  failure: Failure,
  exhausted: string | undefined,
  queueArn: string,
): Promise<void> {
  const { rule, target, event, attempts } = delivery;
  const text = (value: string) => ({ DataType: "String", StringValue: value });
  await aws.call(
    "sqs",
    "SendMessage",
    {
      QueueUrl: `${endpointUrl}/${scope.account}/${queueArn.slice(queueArn.lastIndexOf(":") + 1)}`,
      MessageBody: JSON.stringify(event),
      MessageAttributes: {
        RULE_ARN: text(rule.arn),
        TARGET_ARN: text(target.Arn ?? ""),
        ERROR_CODE: text(failure.code),
        ERROR_MESSAGE: text(failure.message),
        ...(exhausted === undefined ? {} : { EXHAUSTED_RETRY_CONDITION: text(exhausted) }),
        RETRY_ATTEMPTS: text(String(attempts - 1)),
      },
    },
    {
      caller: {
        kind: "service",
        principal: "events.amazonaws.com",
        sourceArn: rule.arn,
        sourceAccount: scope.account,
      },
    },
  );
}
