import { OWNER } from "../../aws/caller.ts";
import { isObject, type JsonObject } from "../../json.ts";
import type { HandlerContext, Properties, ResourceHandler, ResourceState } from "../handler.ts";
import { finished } from "../partial-failure.ts";
import { fromDistributionConfig, toDistributionConfig } from "./cloudfront-config.ts";
import { unlessGone } from "./gone.ts";
import { goTime } from "./times.ts";

/** The hosted zone of every distribution. */
const HOSTED_ZONE = "Z2FDTNDATAQYW2";

const distribution: ResourceHandler = {
  type: "aws:cloudfront/distribution:Distribution",
  create: async (inputs, context) => {
    const reference = `${context.urn}#${context.endpointUrl}`;
    const answer = await call(context, "CreateDistributionWithTags", {
      DistributionConfigWithTags: {
        DistributionConfig: toDistributionConfig(inputs, reference),
        Tags: tagList(inputs),
      },
    });
    return presentDistribution(answer, inputs);
  },
  read: async (id, context) => {
    const answer = await unlessGone(call(context, "GetDistribution", { Id: id }), "NoSuchDistribution");
    if (answer === undefined) return undefined;
    const found = member(answer, "Distribution");
    const tags = await tagsOf(String(found["ARN"]), context);
    const inputs = { ...fromDistributionConfig(member(found, "DistributionConfig")), tags };
    return { ...presentDistribution(answer, { ...inputs, tagsAll: tags }), inputs };
  },
  update: async (id, _olds, news, context) => {
    const current = await call(context, "GetDistributionConfig", { Id: id });
    const reference = String(member(current, "DistributionConfig")["CallerReference"]);
    const answer = await call(context, "UpdateDistribution", {
      Id: id,
      IfMatch: String(current["ETag"]),
      DistributionConfig: toDistributionConfig(news, reference),
    });
    await retag(String(member(answer, "Distribution")["ARN"]), news, context);
    return presentDistribution(answer, news);
  },
  delete: async (id, outputs, context) => {
    const current = await unlessGone(call(context, "GetDistributionConfig", { Id: id }), "NoSuchDistribution");
    if (current === undefined) return;
    // A distribution is disabled before it can be deleted.
    const disabled = await call(context, "UpdateDistribution", {
      Id: id,
      IfMatch: String(current["ETag"]),
      DistributionConfig: { ...member(current, "DistributionConfig"), Enabled: false },
    });
    if (outputs["retainOnDelete"] === true) return;
    await call(context, "DeleteDistribution", { Id: id, IfMatch: String(disabled["ETag"]) });
  },
};

function presentDistribution(answer: JsonObject, inputs: Properties): ResourceState {
  const found = member(answer, "Distribution");
  const config = member(found, "DistributionConfig");
  return {
    id: String(found["Id"]),
    outputs: {
      ...fromDistributionConfig(config),
      ...inputs,
      arn: found["ARN"],
      callerReference: config["CallerReference"],
      domainName: found["DomainName"],
      etag: answer["ETag"],
      hostedZoneId: HOSTED_ZONE,
      inProgressValidationBatches: 0,
      lastModifiedTime: goTime(found["LastModifiedTime"]),
      loggingV1Enabled: false,
      status: found["Status"],
      tagsAll: inputs["tagsAll"] ?? inputs["tags"] ?? {},
      trustedKeyGroups: [{ enabled: false, items: [] }],
      trustedSigners: [{ enabled: false, items: [] }],
    },
  };
}

const edgeFunction: ResourceHandler = {
  type: "aws:cloudfront/function:Function",
  check: (inputs) => {
    const { name } = inputs as { readonly name?: unknown };
    if (typeof name !== "string" || name.length <= 64) return [];
    return [{ property: "name", reason: `AWS allows 64 characters, ${name} has ${name.length}: set a shorter one` }];
  },
  create: async (inputs, context) => {
    const name = String(inputs["name"]);
    const answer = await call(context, "CreateFunction", { Name: name, ...content(inputs) });
    const present = (): Promise<ResourceState> => presentFunction(name, inputs, context);
    const setUp = async (): Promise<void> => {
      if (inputs["publish"] !== false) await publish(name, answer, context);
      await retag(String((await present()).outputs["arn"]), inputs, context);
    };
    return finished(setUp, present);
  },
  read: async (id, context) => {
    const found = await unlessGone(call(context, "DescribeFunction", { Name: id }), "NoSuchFunctionExists");
    if (found === undefined) return undefined;
    const code = await call(context, "GetFunction", { Name: id });
    const summary = member(found, "FunctionSummary");
    const config = member(summary, "FunctionConfig");
    const tags = await tagsOf(String(member(summary, "FunctionMetadata")["FunctionARN"]), context);
    const inputs = {
      name: id,
      runtime: config["Runtime"],
      comment: config["Comment"],
      code: Buffer.from(String(code["FunctionCode"]), "base64").toString("utf8"),
      tags,
    };
    return { ...(await presentFunction(id, { ...inputs, tagsAll: tags }, context)), inputs };
  },
  update: async (id, _olds, news, context) => {
    const current = await call(context, "DescribeFunction", { Name: id });
    const input = { Name: id, IfMatch: String(current["ETag"]), ...content(news) };
    const answer = await call(context, "UpdateFunction", input);
    if (news["publish"] !== false) await publish(id, answer, context);
    const state = await presentFunction(id, news, context);
    await retag(String(state.outputs["arn"]), news, context);
    return state;
  },
  delete: async (id, _outputs, context) => {
    const current = await unlessGone(call(context, "DescribeFunction", { Name: id }), "NoSuchFunctionExists");
    if (current === undefined) return;
    await call(context, "DeleteFunction", { Name: id, IfMatch: String(current["ETag"]) });
  },
};

/** CloudFront's distributions and functions. */
export const edgeHandlers: readonly ResourceHandler[] = [distribution, edgeFunction];

function content(inputs: Properties): JsonObject {
  return {
    FunctionCode: Buffer.from(String(inputs["code"])).toString("base64"),
    FunctionConfig: { Comment: String(inputs["comment"] ?? ""), Runtime: String(inputs["runtime"]) },
  };
}

async function publish(name: string, answer: JsonObject, context: HandlerContext): Promise<void> {
  await call(context, "PublishFunction", { Name: name, IfMatch: String(answer["ETag"]) });
}

async function presentFunction(name: string, inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const development = await call(context, "DescribeFunction", { Name: name });
  const live = await unlessGone(
    call(context, "DescribeFunction", { Name: name, Stage: "LIVE" }),
    "NoSuchFunctionExists",
  );
  const summary = member(development, "FunctionSummary");
  return {
    id: name,
    outputs: {
      comment: "",
      ...inputs,
      arn: member(summary, "FunctionMetadata")["FunctionARN"],
      etag: development["ETag"],
      liveStageEtag: live?.["ETag"] ?? "",
      status: summary["Status"],
      tagsAll: inputs["tagsAll"] ?? inputs["tags"] ?? {},
    },
  };
}

function call(context: HandlerContext, operation: string, input: JsonObject): Promise<JsonObject> {
  return context.aws.call("cloudfront", operation, input, { caller: OWNER });
}

function member(value: JsonObject, name: string): JsonObject {
  const found = value[name];
  return isObject(found) ? found : {};
}

function tagList(inputs: Properties): { readonly Items: readonly { readonly Key: string; readonly Value: string }[] } {
  const tags = (inputs["tagsAll"] ?? inputs["tags"] ?? {}) as Readonly<Record<string, string>>;
  return { Items: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
}

async function tagsOf(arn: string, context: HandlerContext): Promise<Readonly<Record<string, string>>> {
  const { Tags: tags } = await call(context, "ListTagsForResource", { Resource: arn });
  const items = isObject(tags) && Array.isArray(tags["Items"]) ? tags["Items"].filter(isObject) : [];
  return Object.fromEntries(items.map((tag) => [String(tag["Key"]), String(tag["Value"])]));
}

async function retag(arn: string, inputs: Properties, context: HandlerContext): Promise<void> {
  const wanted = tagList(inputs);
  const keys = new Set(wanted.Items.map((tag) => tag.Key));
  const gone = Object.keys(await tagsOf(arn, context)).filter((key) => !keys.has(key));
  if (gone.length > 0) await call(context, "UntagResource", { Resource: arn, TagKeys: { Items: gone } });
  if (keys.size > 0) await call(context, "TagResource", { Resource: arn, Tags: wanted });
}
