import type { Caller } from "../aws/caller.ts";
import { AwsError } from "../aws/error.ts";
import { isObject, type JsonObject } from "../json.ts";
import type { Environment } from "../module.ts";
import { envelope, lambdaEvent } from "./envelope.ts";
import { filterable } from "./filter-policy.ts";
import { messageFor, type Publication } from "./publication.ts";
import type { Subscription, Topics } from "./topics.ts";

/** How many attributes a raw delivery may carry: those are SQS's own limit. */
const MOST_RAW_ATTRIBUTES = 10;
/** Tries to SQS and Lambda when those fail for reasons of their own (SNSDG/sns-message-delivery-retries). */
const MOST_ATTEMPTS = 100_015;
const LONGEST_WAIT = 20_000;

/** Gives a message to every subscriber that wants it. Publishing never fails because a delivery does. */
export function fanOut(topics: Topics, publication: Publication): void {
  const topic = topics.get(publication.topicArn);
  for (const subscription of topics.subscriptionsOf(topic)) {
    if (subscription.pending || !wanted(topics.environment, publication, subscription)) continue;
    void attempt(topics.environment, publication, subscription, 1);
  }
}

function wanted({ log }: Environment, publication: Publication, subscription: Subscription): boolean {
  if (subscription.filter === undefined) return true;
  const values = filterable(publication, subscription);
  const result = values === undefined ? undefined : subscription.filter.match(values);
  if (result?.matched === true) return true;
  const reason = result === undefined ? "the message is not a JSON object" : result.reason;
  log.debug(`sns: ${publication.id} is filtered out for ${subscription.endpoint}: ${reason}`);
  return false;
}

async function attempt(
  environment: Environment,
  publication: Publication,
  subscription: Subscription,
  attempts: number,
): Promise<void> {
  const { clock, log } = environment;
  const hold = clock.hold();
  try {
    await deliver(environment, publication, subscription);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const what = `sns: message ${publication.id} of ${publication.topicArn} was not delivered to ${subscription.endpoint}: ${reason}`;
    // Client errors (no permission, no such queue) are not tried again.
    if ((error instanceof AwsError && error.status < 500) || attempts >= MOST_ATTEMPTS) {
      await giveUp(environment, publication, subscription, what);
      return;
    }
    const wait = Math.min(LONGEST_WAIT, 1000 * 2 ** Math.min(attempts - 1, 10));
    log.warn(`${what}; trying again in ${wait / 1000} s`);
    clock.after(wait, () => void attempt(environment, publication, subscription, attempts + 1), "work");
  } finally {
    hold.release();
  }
}

async function deliver(environment: Environment, publication: Publication, subscription: Subscription): Promise<void> {
  const { aws, scope } = environment;
  const caller: Caller = {
    kind: "service",
    principal: "sns.amazonaws.com",
    sourceArn: publication.topicArn,
    sourceAccount: scope.account,
  };
  if (subscription.protocol === "lambda") {
    const payload = Buffer.from(lambdaEvent(environment, publication, subscription)).toString("base64");
    const input = { FunctionName: subscription.endpoint, InvocationType: "Event", Payload: payload };
    await aws.call("lambda", "Invoke", input, { caller });
    return;
  }
  const message = queueMessage(environment, publication, subscription, subscription.endpoint);
  await aws.call("sqs", "SendMessage", message, { caller });
}

/** The SQS message: the envelope, or with raw delivery the message itself and its attributes. */
function queueMessage(
  environment: Environment,
  publication: Publication,
  subscription: Subscription,
  queueArn: string,
): JsonObject {
  const { endpointUrl, scope } = environment;
  const raw = subscription.attributes["RawMessageDelivery"] === "true";
  const attributes = publication.attributes;
  if (raw && Object.keys(attributes).length > MOST_RAW_ATTRIBUTES) {
    throw new AwsError(
      "InvalidParameterValue",
      `raw delivery carries at most ${MOST_RAW_ATTRIBUTES} message attributes, this message has ${Object.keys(attributes).length}`,
    );
  }
  const { fifo } = publication;
  return {
    QueueUrl: `${endpointUrl}/${scope.account}/${queueArn.slice(queueArn.lastIndexOf(":") + 1)}`,
    MessageBody: raw ? messageFor(publication, "sqs") : envelope(environment, publication, subscription),
    ...(raw && Object.keys(attributes).length > 0 ? { MessageAttributes: attributes } : {}),
    ...(publication.groupId === undefined ? {} : { MessageGroupId: publication.groupId }),
    ...(fifo === undefined || !queueArn.endsWith(".fifo")
      ? {}
      : { MessageGroupId: fifo.groupId, MessageDeduplicationId: fifo.deduplicationId }),
  };
}

/** Puts what cannot be delivered into the subscription's dead-letter queue, or says that it is lost. */
async function giveUp(
  environment: Environment,
  publication: Publication,
  subscription: Subscription,
  what: string,
): Promise<void> {
  const { aws, log, scope } = environment;
  const queueArn = deadLetterQueue(subscription);
  if (queueArn === undefined) {
    log.error(`${what}; the message is lost, because the subscription has no redrive policy`);
    return;
  }
  try {
    const message = queueMessage(environment, publication, subscription, queueArn);
    await aws.call("sqs", "SendMessage", message, {
      caller: {
        kind: "service",
        principal: "sns.amazonaws.com",
        sourceArn: publication.topicArn,
        sourceAccount: scope.account,
      },
    });
    log.warn(`${what}; it went to the dead-letter queue ${queueArn}`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.error(`${what}; the message is lost, because its dead-letter queue ${queueArn} refused it: ${reason}`);
  }
}

function deadLetterQueue(subscription: Subscription): string | undefined {
  const policy = subscription.attributes["RedrivePolicy"];
  if (policy === undefined || policy === "") return undefined;
  const value: unknown = JSON.parse(policy);
  const target = isObject(value) ? value["deadLetterTargetArn"] : undefined;
  return typeof target === "string" ? target : undefined;
}
