import { OWNER } from "../../aws/caller.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { HandlerContext, Properties, ResourceHandler, ResourceState } from "../handler.ts";
import { finished } from "../partial-failure.ts";
import { wrongFifoName } from "./fifo-name.ts";
import { unlessGone } from "./gone.ts";

/** SNS's words for something that is not there. */
const GONE = ["NotFound", "ResourceNotFound"] as const;

/** Pulumi's property → the topic's attribute. */
const TOPIC_ATTRIBUTES: Readonly<Record<string, string>> = {
  applicationFailureFeedbackRoleArn: "ApplicationFailureFeedbackRoleArn",
  applicationSuccessFeedbackRoleArn: "ApplicationSuccessFeedbackRoleArn",
  applicationSuccessFeedbackSampleRate: "ApplicationSuccessFeedbackSampleRate",
  archivePolicy: "ArchivePolicy",
  contentBasedDeduplication: "ContentBasedDeduplication",
  deliveryPolicy: "DeliveryPolicy",
  displayName: "DisplayName",
  fifoThroughputScope: "FifoThroughputScope",
  fifoTopic: "FifoTopic",
  firehoseFailureFeedbackRoleArn: "FirehoseFailureFeedbackRoleArn",
  firehoseSuccessFeedbackRoleArn: "FirehoseSuccessFeedbackRoleArn",
  firehoseSuccessFeedbackSampleRate: "FirehoseSuccessFeedbackSampleRate",
  httpFailureFeedbackRoleArn: "HTTPFailureFeedbackRoleArn",
  httpSuccessFeedbackRoleArn: "HTTPSuccessFeedbackRoleArn",
  httpSuccessFeedbackSampleRate: "HTTPSuccessFeedbackSampleRate",
  kmsMasterKeyId: "KmsMasterKeyId",
  lambdaFailureFeedbackRoleArn: "LambdaFailureFeedbackRoleArn",
  lambdaSuccessFeedbackRoleArn: "LambdaSuccessFeedbackRoleArn",
  lambdaSuccessFeedbackSampleRate: "LambdaSuccessFeedbackSampleRate",
  policy: "Policy",
  signatureVersion: "SignatureVersion",
  sqsFailureFeedbackRoleArn: "SQSFailureFeedbackRoleArn",
  sqsSuccessFeedbackRoleArn: "SQSSuccessFeedbackRoleArn",
  sqsSuccessFeedbackSampleRate: "SQSSuccessFeedbackSampleRate",
  tracingConfig: "TracingConfig",
};
const FIFO_ONLY = new Set(["contentBasedDeduplication", "fifoTopic", "fifoThroughputScope", "archivePolicy"]);
const BOOLEAN = new Set(["contentBasedDeduplication", "fifoTopic", "rawMessageDelivery"]);
const NUMERIC = /SampleRate$|^signatureVersion$/;

/** Pulumi's property → the subscription's attribute. */
const SUBSCRIPTION_ATTRIBUTES = {
  deliveryPolicy: "DeliveryPolicy",
  filterPolicy: "FilterPolicy",
  filterPolicyScope: "FilterPolicyScope",
  rawMessageDelivery: "RawMessageDelivery",
  redrivePolicy: "RedrivePolicy",
  subscriptionRoleArn: "SubscriptionRoleArn",
} as const;

const topic: ResourceHandler = {
  type: "aws:sns/topic:Topic",
  check: (inputs, unknown) => {
    if (unknown.has("fifoTopic")) return [];
    const failures = wrongFifoName(inputs["name"], inputs["fifoTopic"] === true, "fifoTopic");
    if (inputs["fifoTopic"] === true) return failures;
    const set = [...FIFO_ONLY].filter((property) => Boolean(inputs[property]));
    const reason = "can only be set for a FIFO topic (fifoTopic: true)";
    return [...failures, ...set.map((property) => ({ property, reason }))];
  },
  create: async (inputs, context) => {
    const { TopicArn: arn } = await call(context, "CreateTopic", {
      Name: String(inputs["name"]),
      Attributes: fifoAttributes(inputs),
      Tags: tagList(inputs),
    });
    const setUp = async (): Promise<void> => {
      for (const [property, attribute] of Object.entries(TOPIC_ATTRIBUTES)) {
        const value = inputs[property];
        if (value === undefined || FIFO_ONLY.has(property)) continue;
        await setTopicAttribute(context, String(arn), attribute, text(value));
      }
    };
    return finished(setUp, () => presentTopic(String(arn), inputs, context));
  },
  read: async (id, context) => {
    const answer = await unlessGone(call(context, "GetTopicAttributes", { TopicArn: id }), ...GONE);
    if (answer === undefined) return undefined;
    const attributes = (answer["Attributes"] ?? {}) as Readonly<Record<string, string>>;
    const name = id.slice(id.lastIndexOf(":") + 1);
    const tags = await tagsOf(id, context);
    const inputs = { name, ...fromAttributes(attributes, TOPIC_ATTRIBUTES), tags };
    return { ...(await presentTopic(id, { ...inputs, tagsAll: tags }, context)), inputs };
  },
  update: async (id, olds, news, context) => {
    for (const [property, attribute] of Object.entries(TOPIC_ATTRIBUTES)) {
      if (property === "fifoTopic" || (FIFO_ONLY.has(property) && news["fifoTopic"] !== true)) continue;
      const before = text(olds[property]);
      const after = text(news[property]);
      if (before !== after && !(property === "policy" && news[property] === undefined)) {
        await setTopicAttribute(context, id, attribute, after);
      }
    }
    await retag(id, news, context);
    return presentTopic(id, news, context);
  },
  delete: async (id, _outputs, context) => {
    await call(context, "DeleteTopic", { TopicArn: id });
  },
};

async function presentTopic(arn: string, inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const { Attributes: attributes } = await call(context, "GetTopicAttributes", { TopicArn: arn });
  const shown = fromAttributes((attributes ?? {}) as Readonly<Record<string, string>>, TOPIC_ATTRIBUTES);
  const { region, account } = context.aws.scope;
  return {
    id: arn,
    outputs: {
      fifoTopic: false,
      contentBasedDeduplication: false,
      ...shown,
      ...inputs,
      arn,
      owner: account,
      beginningArchiveTime: "",
      region,
      tagsAll: inputs["tagsAll"] ?? inputs["tags"] ?? {},
    },
  };
}

/** Protocols of endpoints outside this machine. Those that a person confirms stay pending, as they do on AWS. */
const NOT_DELIVERED = ["application", "firehose", "http", "https"];

const topicSubscription: ResourceHandler = {
  type: "aws:sns/topicSubscription:TopicSubscription",
  check: ({ protocol }) => {
    if (!NOT_DELIVERED.includes(String(protocol))) return [];
    return [
      { property: "protocol", reason: `${protocol} is not served by the local runtime: it delivers to sqs and lambda` },
    ];
  },
  create: async (inputs, context) => {
    const { SubscriptionArn: arn } = await call(context, "Subscribe", {
      TopicArn: String(inputs["topic"]),
      Protocol: String(inputs["protocol"]),
      Endpoint: String(inputs["endpoint"]),
      ReturnSubscriptionArn: true,
      Attributes: subscriptionAttributes(inputs),
    });
    return presentSubscription(String(arn), inputs, context);
  },
  read: async (id, context) => {
    const answer = await unlessGone(call(context, "GetSubscriptionAttributes", { SubscriptionArn: id }), ...GONE);
    if (answer === undefined) return undefined;
    const attributes = (answer["Attributes"] ?? {}) as Readonly<Record<string, string>>;
    const { filterPolicy, filterPolicyScope, ...rest } = fromAttributes(attributes, SUBSCRIPTION_ATTRIBUTES);
    const inputs = {
      topic: attributes["TopicArn"],
      protocol: attributes["Protocol"],
      endpoint: attributes["Endpoint"],
      ...rest,
      // A policy is taken away by an empty one (SNSDG/message-filtering-policy-remove), and its scope with it.
      ...(filterPolicy === undefined || filterPolicy === "{}" ? {} : { filterPolicy, filterPolicyScope }),
    };
    return { ...(await presentSubscription(id, inputs, context)), inputs };
  },
  update: async (id, olds, news, context) => {
    for (const [property, attribute] of inOrderOfChange(news)) {
      const after = text(news[property]);
      // The scope goes with the policy.
      if (text(olds[property]) === after || (property === "filterPolicyScope" && after === "")) continue;
      const value = after === "" && property === "rawMessageDelivery" ? "false" : after;
      await call(context, "SetSubscriptionAttributes", {
        SubscriptionArn: id,
        AttributeName: attribute,
        AttributeValue: value === "" && property === "filterPolicy" ? "{}" : value,
      });
    }
    return presentSubscription(id, news, context);
  },
  delete: async (id, _outputs, context) => {
    await unlessGone(call(context, "Unsubscribe", { SubscriptionArn: id }), ...GONE);
  },
};

/**
 * The attributes of a subscription as they can be set one by one: a nested filter policy is only taken once the scope is
 * the message's body, and the scope goes back to attributes once the policy is flat.
 */
function inOrderOfChange(news: Properties): readonly (readonly [property: string, attribute: string])[] {
  const { filterPolicyScope, ...others } = SUBSCRIPTION_ATTRIBUTES;
  const scope = ["filterPolicyScope", filterPolicyScope] as const;
  const rest = Object.entries(others);
  return news["filterPolicyScope"] === "MessageBody" ? [scope, ...rest] : [...rest, scope];
}

async function presentSubscription(arn: string, inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const { Attributes: answer } = await call(context, "GetSubscriptionAttributes", { SubscriptionArn: arn });
  const attributes = (answer ?? {}) as Readonly<Record<string, string>>;
  const { region, account } = context.aws.scope;
  return {
    id: arn,
    outputs: {
      confirmationTimeoutInMinutes: 1,
      endpointAutoConfirms: false,
      rawMessageDelivery: false,
      ...(text(inputs["filterPolicy"]) === "" ? {} : { filterPolicyScope: attributes["FilterPolicyScope"] }),
      ...inputs,
      arn,
      ownerId: account,
      region,
      pendingConfirmation: attributes["PendingConfirmation"] === "true",
      confirmationWasAuthenticated: attributes["ConfirmationWasAuthenticated"] === "true",
    },
  };
}

/** Owns the whole policy of a topic; deleting it brings the default one back. */
const topicPolicy: ResourceHandler = {
  type: "aws:sns/topicPolicy:TopicPolicy",
  create: (inputs, context) => putPolicy(inputs, context),
  update: (_id, _olds, news, context) => putPolicy(news, context),
  read: async (id, context) => {
    const answer = await unlessGone(call(context, "GetTopicAttributes", { TopicArn: id }), ...GONE);
    if (answer === undefined) return undefined;
    const attributes = (answer["Attributes"] ?? {}) as Readonly<Record<string, string>>;
    const inputs = { arn: id, policy: attributes["Policy"] };
    return { id, inputs, outputs: presentPolicy(inputs, context) };
  },
  delete: async (id, _outputs, context) => {
    await unlessGone(setTopicAttribute(context, id, "Policy", ""), ...GONE);
  },
};

async function putPolicy(inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const arn = String(inputs["arn"]);
  await setTopicAttribute(context, arn, "Policy", text(inputs["policy"]));
  return { id: arn, outputs: presentPolicy(inputs, context) };
}

function presentPolicy(inputs: Properties, context: HandlerContext): Properties {
  const { region, account } = context.aws.scope;
  return { ...inputs, owner: account, region };
}

/** Topics, subscriptions and topic policies. */
export const topicHandlers: readonly ResourceHandler[] = [topic, topicSubscription, topicPolicy];

function call(context: HandlerContext, operation: string, input: JsonObject): Promise<JsonObject> {
  return context.aws.call("sns", operation, input, { caller: OWNER });
}

async function setTopicAttribute(context: HandlerContext, arn: string, name: string, value: string): Promise<void> {
  await call(context, "SetTopicAttributes", { TopicArn: arn, AttributeName: name, AttributeValue: value });
}

function text(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function fifoAttributes(inputs: Properties): Readonly<Record<string, string>> {
  if (inputs["fifoTopic"] !== true) return {};
  const given = [...FIFO_ONLY].filter((property) => inputs[property] !== undefined);
  return Object.fromEntries(given.map((property) => [TOPIC_ATTRIBUTES[property] ?? property, text(inputs[property])]));
}

function subscriptionAttributes(inputs: Properties): Readonly<Record<string, string>> {
  const given = Object.entries(SUBSCRIPTION_ATTRIBUTES).filter(([property]) => text(inputs[property]) !== "");
  return Object.fromEntries(given.map(([property, attribute]) => [attribute, text(inputs[property])]));
}

function fromAttributes(
  attributes: Readonly<Record<string, string>>,
  names: Readonly<Record<string, string>>,
): Record<string, Json> {
  const values: Record<string, Json> = {};
  for (const [property, attribute] of Object.entries(names)) {
    const value = attributes[attribute];
    if (value === undefined || value === "") continue;
    values[property] = BOOLEAN.has(property) ? value === "true" : NUMERIC.test(property) ? Number(value) : value;
  }
  return values;
}

function tagList(inputs: Properties): { readonly Key: string; readonly Value: string }[] {
  const tags = (inputs["tagsAll"] ?? inputs["tags"] ?? {}) as Readonly<Record<string, string>>;
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

async function tagsOf(arn: string, context: HandlerContext): Promise<Readonly<Record<string, string>>> {
  const { Tags: tags } = await call(context, "ListTagsForResource", { ResourceArn: arn });
  const list = Array.isArray(tags) ? tags.filter(isObject) : [];
  return Object.fromEntries(list.map((tag) => [String(tag["Key"]), String(tag["Value"])]));
}

async function retag(arn: string, inputs: Properties, context: HandlerContext): Promise<void> {
  const wanted = tagList(inputs);
  const gone = Object.keys(await tagsOf(arn, context)).filter((key) => !wanted.some((tag) => tag.Key === key));
  if (gone.length > 0) await call(context, "UntagResource", { ResourceArn: arn, TagKeys: gone });
  if (wanted.length > 0) await call(context, "TagResource", { ResourceArn: arn, Tags: wanted });
}
