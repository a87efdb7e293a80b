import { OWNER } from "../../aws/caller.ts";
import { isObject, type JsonObject } from "../../json.ts";
import type { HandlerContext, Properties, ResourceHandler, ResourceState } from "../handler.ts";
import { finished } from "../partial-failure.ts";
import { unlessGone } from "./gone.ts";

const GONE = "ResourceNotFoundException";

const logGroup: ResourceHandler = {
  type: "aws:cloudwatch/logGroup:LogGroup",
  create: async (inputs, context) => {
    const name = String(inputs["name"]);
    const logGroupClass = text(inputs["logGroupClass"]);
    const kmsKeyId = text(inputs["kmsKeyId"]);
    await call(context, "CreateLogGroup", {
      logGroupName: name,
      ...(logGroupClass === undefined ? {} : { logGroupClass }),
      ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
      ...(inputs["deletionProtectionEnabled"] === true ? { deletionProtectionEnabled: true } : {}),
      tags: tagsOf(inputs),
    });
    return finished(
      () => putRetention(name, inputs, context),
      () => present(name, inputs, context),
    );
  },
  read: async (id, context) => {
    const observed = await observe(id, context);
    if (observed === undefined) return undefined;
    return { id, inputs: observed.inputs, outputs: { skipDestroy: false, ...observed.outputs } };
  },
  update: async (id, olds, news, context) => {
    if (olds["retentionInDays"] !== news["retentionInDays"]) await putRetention(id, news, context);
    if (olds["kmsKeyId"] !== news["kmsKeyId"]) {
      const kmsKeyId = text(news["kmsKeyId"]);
      if (kmsKeyId === undefined) await call(context, "DisassociateKmsKey", { logGroupName: id });
      else await call(context, "AssociateKmsKey", { logGroupName: id, kmsKeyId });
    }
    await call(context, "PutLogGroupDeletionProtection", {
      logGroupIdentifier: id,
      deletionProtectionEnabled: news["deletionProtectionEnabled"] === true,
    });
    await retag(id, news, context);
    return present(id, news, context);
  },
  delete: async (id, outputs, context) => {
    if (outputs["skipDestroy"] === true) return;
    await unlessGone(call(context, "DeleteLogGroup", { logGroupName: id }), GONE);
  },
};

const logResourcePolicy: ResourceHandler = {
  type: "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
  create: (inputs, context) => putPolicy(inputs, undefined, context),
  update: (_id, olds, news, context) => putPolicy(news, text(olds["revisionId"]), context),
  read: async (id, context) => {
    const scope = id.startsWith("arn:") ? { resourceArn: id } : {};
    const answer = await unlessGone(call(context, "DescribeResourcePolicies", scope), GONE);
    const policies = objects(answer?.["resourcePolicies"]);
    const found = policies.find((policy) => policy["resourceArn"] === id || policy["policyName"] === id);
    if (found === undefined) return undefined;
    const key = id.startsWith("arn:") ? { resourceArn: id } : { policyName: id };
    const inputs = { ...key, policyDocument: String(found["policyDocument"]) };
    return { id, inputs, outputs: policyOutputs(inputs, found, context) };
  },
  delete: async (id, outputs, context) => {
    const expectedRevisionId = text(outputs["revisionId"]);
    const key = id.startsWith("arn:")
      ? { resourceArn: id, ...(expectedRevisionId === undefined ? {} : { expectedRevisionId }) }
      : { policyName: id };
    await unlessGone(call(context, "DeleteResourcePolicy", key), GONE);
  },
};

/** Log groups, and the policies that let services write to them. */
export const logHandlers: readonly ResourceHandler[] = [logGroup, logResourcePolicy];

/** Zero days means for ever. */
async function putRetention(name: string, inputs: Properties, context: HandlerContext): Promise<void> {
  const days = inputs["retentionInDays"];
  if (typeof days === "number" && days > 0) {
    await call(context, "PutRetentionPolicy", { logGroupName: name, retentionInDays: days });
  } else await call(context, "DeleteRetentionPolicy", { logGroupName: name });
}

/** @param expectedRevisionId the revision that the state knows; AWS asks for it when a group's policy is replaced. */
async function putPolicy(
  inputs: Properties,
  expectedRevisionId: string | undefined,
  context: HandlerContext,
): Promise<ResourceState> {
  const { policyDocument } = inputs;
  const document = typeof policyDocument === "string" ? policyDocument : JSON.stringify(policyDocument);
  const policyName = text(inputs["policyName"]);
  const resourceArn = text(inputs["resourceArn"]);
  const { resourcePolicy } = await call(context, "PutResourcePolicy", {
    policyDocument: document,
    ...(policyName === undefined ? {} : { policyName }),
    ...(resourceArn === undefined ? {} : { resourceArn }),
    ...(expectedRevisionId === undefined ? {} : { expectedRevisionId }),
  });
  const made = isObject(resourcePolicy) ? resourcePolicy : {};
  const outputs = policyOutputs({ ...inputs, policyDocument: document }, made, context);
  return { id: resourceArn ?? policyName ?? "", outputs };
}

function policyOutputs(inputs: Properties, shown: JsonObject, context: HandlerContext): Properties {
  const { policyScope, revisionId } = shown;
  return { ...inputs, policyScope, revisionId: revisionId ?? "", region: context.aws.scope.region };
}

async function observe(
  name: string,
  context: HandlerContext,
): Promise<{ readonly inputs: Properties; readonly outputs: Properties } | undefined> {
  const { logGroups: listed } = await call(context, "DescribeLogGroups", { logGroupIdentifiers: [name] });
  // An identifier may be an ARN, and the id of a group is its name.
  const group = objects(listed).find((each) => each["logGroupName"] === name);
  if (group === undefined) return undefined;
  const arn = String(group["logGroupArn"]);
  const { tags: found } = await call(context, "ListTagsForResource", { resourceArn: arn });
  const tags = isObject(found) ? found : {};
  const inputs = {
    name,
    retentionInDays: Number(group["retentionInDays"] ?? 0),
    kmsKeyId: String(group["kmsKeyId"] ?? ""),
    logGroupClass: String(group["logGroupClass"]),
    deletionProtectionEnabled: group["deletionProtectionEnabled"] === true,
    tags,
  };
  return { inputs, outputs: { ...inputs, arn, region: context.aws.scope.region, tagsAll: tags } };
}

async function present(name: string, inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const observed = await observe(name, context);
  const outputs = observed?.outputs ?? {};
  return { id: name, outputs: { skipDestroy: false, ...outputs, ...inputs, tagsAll: outputs["tagsAll"] ?? {} } };
}

async function retag(name: string, news: Properties, context: HandlerContext): Promise<void> {
  const observed = await observe(name, context);
  const arn = String(observed?.outputs["arn"]);
  const wanted = tagsOf(news);
  const old = observed?.inputs["tags"];
  const gone = Object.keys(isObject(old) ? old : {}).filter((key) => !(key in wanted));
  if (gone.length > 0) await call(context, "UntagResource", { resourceArn: arn, tagKeys: gone });
  if (Object.keys(wanted).length > 0) await call(context, "TagResource", { resourceArn: arn, tags: wanted });
}

function tagsOf(inputs: Properties): Record<string, string> {
  const tags = inputs["tagsAll"] ?? inputs["tags"];
  return isObject(tags) ? Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)])) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function call(context: HandlerContext, operation: string, input: JsonObject): Promise<JsonObject> {
  return context.aws.call("logs", operation, input, { caller: OWNER });
}
