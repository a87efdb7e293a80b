import { MetricAlarm, type MetricAlarmArgs } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import { Topic } from "@pulumi/aws/sns/topic.js";
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription.js";
import type { ComponentResourceOptions, Input, Output } from "@pulumi/pulumi";
import { Component, type Transform, transformed } from "./component.ts";

/** A number that should be zero. */
export interface Watched {
  /** The alarm's part of the name: `payments-failed`. */
  name: string;
  /** What it means when the number is not zero, and what to do; it comes with the mail. */
  meaning: string;
  /** The service, as CloudWatch calls it: `AWS/SQS`. */
  namespace: string;
  /** The metric; more than 0 in a minute raises the alarm. */
  metric: string;
  /** All dimensions that the service sends the metric with: with fewer, it is another metric and never has a value. */
  dimensions: Readonly<Record<string, Input<string>>>;
}

export interface AlarmsArgs {
  /** Who gets mail. AWS asks the address to confirm first. */
  email: Input<string>;
  /** One alarm for each. */
  watched: readonly Watched[];
  /** Changes to the resources inside. */
  transform?: { alarm?: Transform<MetricAlarmArgs> };
}

/**
 * Mail when something is lost or fails. Many failures of EventBridge, SNS and SQS show nowhere but in a metric.
 *
 * @example
 * ```ts
 * new Alarms("alarms", { email: "ops@example.com", watched: [queueDepth("payments-failed", queue)] });
 * ```
 */
export class Alarms extends Component {
  readonly nodes: {
    readonly topic: Topic;
    readonly subscription: TopicSubscription;
    readonly alarms: readonly MetricAlarm[];
  };
  readonly topicArn: Output<string>;

  constructor(name: string, args: AlarmsArgs, options?: ComponentResourceOptions) {
    super("Alarms", name, options);
    const topic = new Topic(name, {}, { parent: this });
    const subscription = new TopicSubscription(
      `${name}-email`,
      { topic: topic.arn, protocol: "email", endpoint: args.email },
      { parent: this },
    );
    const alarms = args.watched.map(
      (each) =>
        new MetricAlarm(
          ...transformed<MetricAlarmArgs>(
            args.transform?.alarm,
            `${name}-${each.name}`,
            {
              alarmDescription: each.meaning,
              namespace: each.namespace,
              metricName: each.metric,
              dimensions: each.dimensions,
              // Of the counts of SNS there is no maximum, and a sum of depths is more than 0 whenever one of them is.
              statistic: "Sum",
              comparisonOperator: "GreaterThanThreshold",
              threshold: 0,
              period: 60,
              evaluationPeriods: 1,
              treatMissingData: "notBreaching",
              alarmActions: [topic.arn],
            },
            { parent: this },
          ),
        ),
    );
    this.nodes = { topic, subscription, alarms };
    this.topicArn = topic.arn;
    this.registerOutputs({ topicArn: this.topicArn });
  }
}
