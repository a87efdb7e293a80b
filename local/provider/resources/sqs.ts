import { OWNER } from "../../aws/caller.ts";
import type { HandlerContext, Properties, ResourceHandler, ResourceState } from "../handler.ts";
import { wrongFifoName } from "./fifo-name.ts";
import { unlessGone } from "./gone.ts";

/** SQS's word for a queue that is not there. */
const GONE = "QueueDoesNotExist";

/** Pulumi's property → SQS's attribute. Everything is text in SQS. */
const ATTRIBUTES = {
  contentBasedDeduplication: "ContentBasedDeduplication",
  deduplicationScope: "DeduplicationScope",
  delaySeconds: "DelaySeconds",
  fifoQueue: "FifoQueue",
  fifoThroughputLimit: "FifoThroughputLimit",
  kmsDataKeyReusePeriodSeconds: "KmsDataKeyReusePeriodSeconds",
  kmsMasterKeyId: "KmsMasterKeyId",
  maxMessageSize: "MaximumMessageSize",
  messageRetentionSeconds: "MessageRetentionPeriod",
  policy: "Policy",
  receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
  redriveAllowPolicy: "RedriveAllowPolicy",
  redrivePolicy: "RedrivePolicy",
  sqsManagedSseEnabled: "SqsManagedSseEnabled",
  visibilityTimeoutSeconds: "VisibilityTimeout",
} as const;

const NUMERIC = new Set<string>([
  "delaySeconds",
  "kmsDataKeyReusePeriodSeconds",
  "maxMessageSize",
  "messageRetentionSeconds",
  "receiveWaitTimeSeconds",
  "visibilityTimeoutSeconds",
]);
const BOOLEAN = new Set<string>(["contentBasedDeduplication", "fifoQueue", "sqsManagedSseEnabled"]);
const FIFO_ONLY = new Set<string>([
  "contentBasedDeduplication",
  "deduplicationScope",
  "fifoQueue",
  "fifoThroughputLimit",
]);

/** What the provider answers where SQS, which knows the period of encrypted queues only, tells none (hashicorp/terraform-provider-aws#19786). */
const REUSE_PERIOD = 300;

/** What is taken away by emptying it; everything else keeps its value, as with the real provider. */
const REMOVABLE = new Set(["kmsMasterKeyId", "policy", "redriveAllowPolicy", "redrivePolicy"]);

const queue: ResourceHandler = {
  type: "aws:sqs/queue:Queue",
  check: (inputs, unknown) => {
    if (unknown.has("fifoQueue")) return [];
    const failures = wrongFifoName(inputs["name"], inputs["fifoQueue"] === true, "fifoQueue");
    if (inputs["fifoQueue"] === true) return failures;
    const set = [...FIFO_ONLY].filter((property) => Boolean(inputs[property]));
    const reason = "can only be set for a FIFO queue (fifoQueue: true)";
    return [...failures, ...set.map((property) => ({ property, reason }))];
  },
  create: async (inputs, context) => {
    const { QueueUrl: url } = await call(context, "CreateQueue", {
      QueueName: String(inputs["name"]),
      Attributes: toAttributes(inputs),
      tags: tagsOf(inputs),
    });
    return present(String(url), inputs, context);
  },
  read: async (id, context) => {
    const url = await currentUrl(id, context);
    const found = url === undefined ? undefined : await describe(url, context);
    if (url === undefined || found === undefined) return undefined;
    const inputs = fromAttributes(url, found.attributes, found.tags);
    return { ...(await present(url, inputs, context)), inputs };
  },
  update: async (id, olds, news, context) => {
    const attributes = toAttributes(news);
    for (const [property, name] of Object.entries(ATTRIBUTES)) {
      const removed = olds[property] !== undefined && olds[property] !== "" && news[property] === undefined;
      if (removed && REMOVABLE.has(property)) attributes[name] = "";
    }
    delete attributes["FifoQueue"];
    await call(context, "SetQueueAttributes", { QueueUrl: id, Attributes: attributes });
    await retag(id, tagsOf(news), context);
    return present(id, news, context);
  },
  delete: async (id, _outputs, context) => {
    await unlessGone(call(context, "DeleteQueue", { QueueUrl: id }), GONE);
  },
};

const queuePolicy = attributeHandler("aws:sqs/queuePolicy:QueuePolicy", "policy", "Policy");
const redrivePolicy = attributeHandler("aws:sqs/redrivePolicy:RedrivePolicy", "redrivePolicy", "RedrivePolicy");
const redriveAllowPolicy = attributeHandler(
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
  "redriveAllowPolicy",
  "RedriveAllowPolicy",
);

/** Queues, and the resources that are one attribute of a queue. */
export const queueHandlers: readonly ResourceHandler[] = [queue, queuePolicy, redrivePolicy, redriveAllowPolicy];

/** A resource that stands for one attribute of a queue; its id is the queue's URL, and deleting it empties the attribute. */
function attributeHandler(type: string, property: string, attribute: string): ResourceHandler {
  const set = async (url: string, value: string, context: HandlerContext): Promise<void> => {
    await call(context, "SetQueueAttributes", { QueueUrl: url, Attributes: { [attribute]: value } });
  };
  const put = async (inputs: Properties, context: HandlerContext): Promise<ResourceState> => {
    const url = String(inputs["queueUrl"]);
    const value = inputs[property];
    await set(url, typeof value === "string" ? value : JSON.stringify(value), context);
    return { id: url, outputs: { ...inputs, region: context.aws.scope.region } };
  };
  return {
    type,
    create: put,
    update: (_id, _olds, news, context) => put(news, context),
    read: async (id, context) => {
      const url = await currentUrl(id, context);
      const value = url === undefined ? undefined : (await describe(url, context))?.attributes[attribute];
      if (url === undefined || value === undefined) return undefined;
      const inputs = { queueUrl: url, [property]: value };
      return { id: url, inputs, outputs: { ...inputs, region: context.aws.scope.region } };
    },
    delete: async (id, _outputs, context) => {
      await unlessGone(set(id, "", context), GONE);
    },
  };
}

/** The URL that a queue has now: a data directory may have kept it with the port of another run. */
async function currentUrl(url: string, context: HandlerContext): Promise<string | undefined> {
  const QueueName = url.slice(url.lastIndexOf("/") + 1);
  const found = await unlessGone(call(context, "GetQueueUrl", { QueueName }), GONE);
  return found === undefined ? undefined : String(found["QueueUrl"]);
}

async function present(url: string, inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const found = await describe(url, context);
  const { region } = context.aws.scope;
  return {
    id: url,
    outputs: {
      kmsDataKeyReusePeriodSeconds: REUSE_PERIOD,
      ...fromAttributes(url, found?.attributes ?? {}, found?.tags ?? {}),
      ...inputs,
      arn: found?.attributes["QueueArn"] ?? "",
      url,
      region,
      tagsAll: found?.tags ?? {},
    },
  };
}

async function describe(
  url: string,
  context: HandlerContext,
): Promise<{ attributes: Readonly<Record<string, string>>; tags: Readonly<Record<string, string>> } | undefined> {
  const input = { QueueUrl: url, AttributeNames: ["All"] };
  const found = await unlessGone(call(context, "GetQueueAttributes", input), GONE);
  if (found === undefined) return undefined;
  const { Tags: tags } = await call(context, "ListQueueTags", { QueueUrl: url });
  return {
    attributes: (found["Attributes"] ?? {}) as Readonly<Record<string, string>>,
    tags: (tags ?? {}) as Readonly<Record<string, string>>,
  };
}

async function retag(url: string, wanted: Readonly<Record<string, string>>, context: HandlerContext): Promise<void> {
  const current = (await describe(url, context))?.tags ?? {};
  const gone = Object.keys(current).filter((key) => wanted[key] === undefined);
  if (gone.length > 0) await call(context, "UntagQueue", { QueueUrl: url, TagKeys: gone });
  if (Object.keys(wanted).length > 0) await call(context, "TagQueue", { QueueUrl: url, Tags: wanted });
}

function tagsOf(inputs: Properties): Readonly<Record<string, string>> {
  return (inputs["tagsAll"] ?? inputs["tags"] ?? {}) as Readonly<Record<string, string>>;
}

function toAttributes(inputs: Properties): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [property, name] of Object.entries(ATTRIBUTES)) {
    const value = inputs[property];
    if (value === undefined || value === null) continue;
    if (FIFO_ONLY.has(property) && inputs["fifoQueue"] !== true) continue;
    attributes[name] = typeof value === "object" ? JSON.stringify(value) : String(value);
  }
  return attributes;
}

function fromAttributes(
  url: string,
  attributes: Readonly<Record<string, string>>,
  tags: Readonly<Record<string, string>>,
): Properties {
  const inputs: Record<string, unknown> = { name: url.slice(url.lastIndexOf("/") + 1), tags };
  for (const [property, name] of Object.entries(ATTRIBUTES)) {
    const value = attributes[name];
    if (value === undefined) continue;
    inputs[property] = NUMERIC.has(property) ? Number(value) : BOOLEAN.has(property) ? value === "true" : value;
  }
  return inputs;
}

function call(context: HandlerContext, operation: string, input: Parameters<HandlerContext["aws"]["call"]>[2]) {
  return context.aws.call("sqs", operation, input, { caller: OWNER });
}
