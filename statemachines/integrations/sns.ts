import type { PublishCommandInput } from "@aws-sdk/client-sns";
import type { Json } from "../asl/definition.ts";
import { type Task, type TaskFields, type Templated, task } from "./task.ts";

/** A topic. */
export interface TopicRef {
  readonly arn: string;
}

interface Publish {
  /** A text goes out as it is, anything else as compact JSON. */
  readonly Message: Json;
  readonly Subject?: Templated<string>;
  /** What subscribers can filter on. */
  readonly MessageAttributes?: Templated<NonNullable<PublishCommandInput["MessageAttributes"]>>;
}

/**
 * Publishes to a topic. The result is `{ MessageId }`.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-sns.html
 */
export function publish<const Fields extends TaskFields<Publish>>(
  topic: TopicRef,
  fields: Fields,
): Task<Fields, "arn:aws:states:::sns:publish"> {
  return task("arn:aws:states:::sns:publish", fields, { TopicArn: topic.arn }, [
    { actions: ["sns:Publish"], resources: [topic.arn] },
  ]);
}
