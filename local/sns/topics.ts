import type { Permission } from "../aws/service.ts";
import type { EventPattern } from "../events/pattern/pattern.ts";
import type { Json } from "../json.ts";
import type { Environment } from "../module.ts";
import { invalidArn, invalidParameter, noSuchSubscription, noSuchTopic } from "./errors.ts";
import { compileFilterPolicy } from "./filter-policy.ts";

export type Attributes = Readonly<Record<string, string>>;
export type Tags = Readonly<Record<string, string>>;

export interface Topic {
  readonly arn: string;
  readonly name: string;
  /** What was set; computed attributes are added when they are shown. */
  attributes: Attributes;
  tags: Tags;
  /** How many subscriptions have been taken away, which `SubscriptionsDeleted` tells. */
  deleted: number;
  /** Deduplication ids of a FIFO topic with the time they were last seen, in order of time. */
  readonly seen: Map<string, number>;
  sequence: number;
}

export interface Subscription {
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly pending: boolean;
  attributes: Attributes;
  filter: EventPattern | undefined;
}

interface Kept {
  readonly topic: Omit<Topic, "seen">;
  readonly subscriptions: readonly Omit<Subscription, "filter">[];
}

/** The service's state: topics and their subscriptions, by ARN. */
export class Topics {
  readonly environment: Environment;
  readonly #topics = new Map<string, Topic>();
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #kept: ReturnType<Environment["storage"]["collection"]>;

  constructor(environment: Environment) {
    this.environment = environment;
    this.#kept = environment.storage.collection("sns-topics");
    for (const [, value] of this.#kept.entries()) {
      const kept = value as unknown as Kept;
      this.#topics.set(kept.topic.arn, { ...kept.topic, seen: new Map() });
      for (const subscription of kept.subscriptions) {
        this.#subscriptions.set(subscription.arn, {
          ...subscription,
          filter: compileFilterPolicy(subscription.attributes),
        });
      }
    }
  }

  topicArn(name: string): string {
    const { partition, region, account } = this.environment.scope;
    return `arn:${partition}:sns:${region}:${account}:${name}`;
  }

  all(): readonly Topic[] {
    return [...this.#topics.values()];
  }

  allSubscriptions(): readonly Subscription[] {
    return [...this.#subscriptions.values()];
  }

  find(arn: string | undefined): Topic | undefined {
    return this.#topics.get(arn ?? "");
  }

  /** @throws AwsError `InvalidParameter` for what is no topic ARN, `NotFound` for a topic that is not there. */
  get(arn = "", parameter: "TopicArn" | "TargetArn" = "TopicArn"): Topic {
    if (arn.split(":").length < 6) throw invalidArn(parameter, arn);
    const topic = this.#topics.get(arn);
    if (topic !== undefined) return topic;
    const { partition, region } = this.environment.scope;
    // What is another service's or lies in another region is no topic's ARN here (mozilla/security#8).
    throw arn.startsWith(`arn:${partition}:sns:${region}:`) ? noSuchTopic() : invalidParameter(parameter);
  }

  subscriptionsOf(topic: Topic): readonly Subscription[] {
    return this.allSubscriptions().filter((subscription) => subscription.topicArn === topic.arn);
  }

  findSubscription(arn: string): Subscription | undefined {
    return this.#subscriptions.get(arn);
  }

  /** @throws AwsError `InvalidParameter` for what is no ARN, `NotFound` for a subscription that is not there. */
  subscription(arn: string | undefined): Subscription {
    if ((arn ?? "").split(":").length < 6) throw invalidArn("SubscriptionArn", arn);
    const subscription = this.#subscriptions.get(arn ?? "");
    if (subscription === undefined) throw noSuchSubscription();
    return subscription;
  }

  create(name: string, attributes: Attributes, tags: Tags): Topic {
    const topic: Topic = { arn: this.topicArn(name), name, attributes, tags, deleted: 0, seen: new Map(), sequence: 0 };
    this.#topics.set(topic.arn, topic);
    this.keep(topic);
    return topic;
  }

  delete(topic: Topic): void {
    for (const subscription of this.subscriptionsOf(topic)) this.#subscriptions.delete(subscription.arn);
    this.#topics.delete(topic.arn);
    this.#kept.delete(topic.name);
  }

  subscribe(subscription: Subscription): void {
    this.#subscriptions.set(subscription.arn, subscription);
    this.keep(this.get(subscription.topicArn));
  }

  unsubscribe(subscription: Subscription): void {
    this.#subscriptions.delete(subscription.arn);
    const topic = this.get(subscription.topicArn);
    topic.deleted++;
    this.keep(topic);
  }

  /** Writes a topic with its subscriptions. */
  keep(topic: Topic): void {
    const { seen: _seen, ...kept } = topic;
    const subscriptions = this.subscriptionsOf(topic).map(({ filter: _filter, ...subscription }) => subscription);
    this.#kept.put(topic.name, { topic: kept, subscriptions } as unknown as Json);
  }

  /** What IAM is asked for an action on a topic. */
  permission(action: string, arn: string | undefined): readonly Permission[] {
    const topic = this.#topics.get(arn ?? "");
    const policy = topic === undefined ? undefined : policyOf(topic, this.environment.scope.account);
    return [{ action: `sns:${action}`, resource: arn ?? "*", resourcePolicy: policy }];
  }
}

/** The eight actions of the policy that every topic has until another is set (EBUG/eb-use-resource-based). */
const DEFAULT_ACTIONS = [
  "SNS:GetTopicAttributes",
  "SNS:SetTopicAttributes",
  "SNS:AddPermission",
  "SNS:RemovePermission",
  "SNS:DeleteTopic",
  "SNS:Subscribe",
  "SNS:ListSubscriptionsByTopic",
  "SNS:Publish",
];

/** A topic's policy document: the one that was set, or the one that lets the account do everything. */
export function policyOf(topic: Topic, account: string): string {
  const own = topic.attributes["Policy"];
  if (own !== undefined && own !== "") return own;
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: DEFAULT_ACTIONS,
        Resource: topic.arn,
        Condition: { StringEquals: { "AWS:SourceOwner": account } },
      },
    ],
  });
}
