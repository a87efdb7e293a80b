import { Queue as QueueResource, type QueueArgs as QueueResourceArgs } from "@pulumi/aws/sqs/queue.js";
import { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy.js";
import { type ComponentResourceOptions, type Input, jsonStringify, type Output } from "@pulumi/pulumi";
import { Component, type Transform, transformed } from "./component.ts";
import { sendMessagePolicy } from "./iam.ts";
import { logicalName } from "./naming.ts";

const DAY = 86_400;

export interface QueueArgs {
  /**
   * Where messages go that were received too often without being deleted. Without it they come back until they expire.
   *
   * @default none
   * @example
   * ```ts
   * { deadLetters: { queue: deadLetters, maxReceiveCount: 5 } }
   * ```
   */
  deadLetters?: { queue: Queue; maxReceiveCount: number };
  /** Seconds that a received message is hidden; six times the timeout of a function that reads it. @default 30 */
  visibilityTimeoutSeconds?: number;
  /** Days that a message is kept. @default 4 */
  retentionDays?: number;
  /** Changes to the resources inside. */
  transform?: { queue?: Transform<QueueResourceArgs> };
}

/**
 * A standard queue, encrypted by SQS.
 *
 * @example
 * ```ts
 * const failed = new Queue("payments-failed", { retentionDays: 14 });
 * const queue = new Queue("payments", { deadLetters: { queue: failed, maxReceiveCount: 5 } });
 * ```
 */
export class Queue extends Component {
  readonly nodes: { readonly queue: QueueResource };
  readonly queueUrl: Output<string>;
  readonly queueArn: Output<string>;
  readonly queueName: Output<string>;
  readonly #name: string;

  constructor(name: string, args: QueueArgs = {}, options?: ComponentResourceOptions) {
    super("Queue", name, options);
    const { deadLetters } = args;
    const queue = new QueueResource(
      ...transformed<QueueResourceArgs>(
        args.transform?.queue,
        logicalName("queue", name),
        {
          visibilityTimeoutSeconds: args.visibilityTimeoutSeconds ?? 30,
          messageRetentionSeconds: (args.retentionDays ?? 4) * DAY,
          receiveWaitTimeSeconds: 20,
          sqsManagedSseEnabled: true,
          ...(deadLetters && {
            redrivePolicy: jsonStringify({
              deadLetterTargetArn: deadLetters.queue.queueArn,
              maxReceiveCount: deadLetters.maxReceiveCount,
            }),
          }),
        },
        { parent: this },
      ),
    );
    this.#name = name;
    this.nodes = { queue };
    this.queueUrl = queue.url;
    this.queueArn = queue.arn;
    this.queueName = queue.name;
    this.registerOutputs({ queueUrl: this.queueUrl, queueArn: this.queueArn });
  }

  /**
   * Lets a service send to the queue on behalf of some of its resources. Without it their messages vanish without a word.
   * A queue has one policy: say it once, with all sources.
   */
  acceptFrom(service: "sns" | "events", sourceArns: Input<string>[]): QueuePolicy {
    return new QueuePolicy(
      `${this.#name}-policy`,
      { queueUrl: this.queueUrl, policy: sendMessagePolicy(this.queueArn, service, sourceArns) },
      { parent: this },
    );
  }
}
