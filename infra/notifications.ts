import { Topic, type TopicArgs } from "@pulumi/aws/sns/topic.js";
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription.js";
import { type ComponentResourceOptions, jsonStringify, type Output } from "@pulumi/pulumi";
import { Component, type Transform, transformed } from "./component.ts";
import { logicalName } from "./naming.ts";
import { Queue } from "./queue.ts";

/** The key that AWS keeps for SNS in every account: whoever may publish may use it, and SNS delivers to any queue with it. */
const KEY = "alias/aws/sns";

export interface NotificationsArgs {
  /** Changes to the resources inside. */
  transform?: { topic?: Transform<TopicArgs> };
}

/**
 * The topic on which orders and payments are announced, and a queue that is subscribed to it, so that everybody can look at
 * what was announced: `aws sqs receive-message`. What SNS cannot deliver to it ends in a dead-letter queue.
 *
 * @example
 * ```ts
 * const notifications = new Notifications("notifications");
 * ```
 */
export class Notifications extends Component {
  readonly nodes: NotificationsNodes;
  readonly topicArn: Output<string>;
  readonly testQueueUrl: Output<string>;

  constructor(name: string, args: NotificationsArgs = {}, options?: ComponentResourceOptions) {
    super("Notifications", name, options);
    const topic = new Topic(
      ...transformed<TopicArgs>(
        args.transform?.topic,
        logicalName("topic", name),
        { kmsMasterKeyId: KEY },
        { parent: this },
      ),
    );
    const testQueue = new Queue(`${name}-test`, {}, { parent: this });
    const undelivered = new Queue(`${name}-undelivered`, { retentionDays: 14 }, { parent: this });
    const policies = [testQueue, undelivered].map((queue) => queue.acceptFrom("sns", [topic.arn]));
    const subscription = new TopicSubscription(
      `${name}-test`,
      {
        topic: topic.arn,
        protocol: "sqs",
        endpoint: testQueue.queueArn,
        redrivePolicy: jsonStringify({ deadLetterTargetArn: undelivered.queueArn }),
      },
      { parent: this, dependsOn: policies },
    );
    this.nodes = { topic, testQueue, undelivered, subscription };
    this.topicArn = topic.arn;
    this.testQueueUrl = testQueue.queueUrl;
    this.registerOutputs({ topicArn: this.topicArn, testQueueUrl: this.testQueueUrl });
  }
}

export interface NotificationsNodes {
  readonly topic: Topic;
  /** What was announced. */
  readonly testQueue: Queue;
  /** What could not be delivered to a subscribed queue. */
  readonly undelivered: Queue;
  readonly subscription: TopicSubscription;
}
