import type { Environment } from "../module.ts";
import { type MessageAttributes, messageFor, type Publication } from "./publication.ts";
import type { Subscription } from "./topics.ts";

/** The certificate that AWS's envelopes named in 2024; nothing local can be verified with it. */
const CERTIFICATE = "SimpleNotificationService-60eadc530605d63b8e62a523676ef735.pem";
const SIGNATURE_BYTES = 256;

/**
 * The text that a queue receives without raw delivery, to the byte: two blanks, a blank on both sides of the colon, no
 * newline at the end (SNSDG/http-notification-json, and the transcript of reference 004).
 */
export function envelope(environment: Environment, publication: Publication, subscription: Subscription): string {
  const lines = Object.entries(members(environment, publication, subscription, "URL")).map(
    ([name, value]) => `  "${name}" : ${JSON.stringify(value)}`,
  );
  const attributes = Object.entries(attributesOf(publication.attributes));
  if (attributes.length > 0) {
    const each = attributes.map(([name, value]) => `    ${JSON.stringify(name)} : ${JSON.stringify(value)}`);
    lines.push(`  "MessageAttributes" : {\n${each.join(",\n")}\n  }`);
  }
  return `{\n${lines.join(",\n")}\n}`;
}

/** The event that a function receives: `Url` instead of `URL`, `Subject` null when absent, attributes always there. */
export function lambdaEvent(environment: Environment, publication: Publication, subscription: Subscription): string {
  const { Subject: subject, ...rest } = members(environment, publication, subscription, "Url");
  const { Type: type, MessageId: id, TopicArn: topic, ...others } = rest;
  return JSON.stringify({
    Records: [
      {
        EventSource: "aws:sns",
        EventVersion: "1.0",
        EventSubscriptionArn: subscription.arn,
        Sns: {
          Type: type,
          MessageId: id,
          TopicArn: topic,
          Subject: subject ?? null,
          ...others,
          MessageAttributes: attributesOf(publication.attributes),
        },
      },
    ],
  });
}

function members(
  { scope, ids }: Environment,
  publication: Publication,
  subscription: Subscription,
  url: "URL" | "Url",
): Readonly<Record<string, string>> {
  const host = `https://sns.${scope.region}.amazonaws.com`;
  const { fifo, subject } = publication;
  return {
    Type: "Notification",
    MessageId: publication.id,
    ...(fifo === undefined ? {} : { SequenceNumber: fifo.sequence }),
    TopicArn: publication.topicArn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: messageFor(publication, subscription.protocol),
    Timestamp: new Date(publication.publishedAt).toISOString(),
    ...(fifo === undefined
      ? {
          SignatureVersion: publication.signatureVersion,
          Signature: Buffer.from(ids.bytes(SIGNATURE_BYTES)).toString("base64"),
          [`SigningCert${url}`]: `${host}/${CERTIFICATE}`,
        }
      : {}),
    [`Unsubscribe${url}`]: `${host}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`,
  };
}

function attributesOf(attributes: MessageAttributes): Readonly<Record<string, { Type: string; Value: string }>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [
      name,
      { Type: attribute.DataType ?? "", Value: attribute.StringValue ?? attribute.BinaryValue ?? "" },
    ]),
  );
}
