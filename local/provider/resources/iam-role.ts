import { OWNER } from "../../aws/caller.ts";
import { isObject, type JsonObject } from "../../json.ts";
import type { HandlerContext, Properties, ResourceHandler, ResourceState } from "../handler.ts";
import { finished } from "../partial-failure.ts";
import { unlessGone } from "./gone.ts";
import { rfc3339 } from "./times.ts";

/** IAM's word for something that is not there. */
export const NO_SUCH_ENTITY = "NoSuchEntity";

/** One call to IAM, as the account's owner. */
export function iamCall(context: HandlerContext, operation: string, input: JsonObject): Promise<JsonObject> {
  return context.aws.call("iam", operation, input, { caller: OWNER });
}

/** A role with its inline policies, attachments and tags. */
export const role: ResourceHandler = {
  type: "aws:iam/role:Role",
  create: async (inputs, context) => {
    const name = String(inputs["name"]);
    await iamCall(context, "CreateRole", {
      RoleName: name,
      Path: optionalText(inputs["path"]),
      AssumeRolePolicyDocument: document(inputs["assumeRolePolicy"]),
      Description: optionalText(inputs["description"]),
      MaxSessionDuration: optionalNumber(inputs["maxSessionDuration"]),
      PermissionsBoundary: optionalText(inputs["permissionsBoundary"]),
      Tags: tagList(inputs),
    });
    return finished(
      () => syncExclusive(name, {}, inputs, context),
      () => present(name, inputs, context),
    );
  },
  read: async (id, context) => {
    const observed = await unlessGone(observe(id, context), NO_SUCH_ENTITY);
    if (observed === undefined) return undefined;
    return { id, inputs: observed.inputs, outputs: { forceDetachPolicies: false, ...observed.outputs } };
  },
  update: async (id, olds, news, context) => {
    const changed = (property: string): boolean => document(olds[property]) !== document(news[property]);
    if (changed("assumeRolePolicy")) {
      const trust = document(news["assumeRolePolicy"]);
      await iamCall(context, "UpdateAssumeRolePolicy", { RoleName: id, PolicyDocument: trust });
    }
    if (changed("description") || changed("maxSessionDuration")) {
      const duration = optionalNumber(news["maxSessionDuration"]);
      const description = optionalText(news["description"]) ?? "";
      await iamCall(context, "UpdateRole", { RoleName: id, Description: description, MaxSessionDuration: duration });
    }
    if (changed("permissionsBoundary")) {
      const boundary = optionalText(news["permissionsBoundary"]);
      if (boundary === undefined) await iamCall(context, "DeleteRolePermissionsBoundary", { RoleName: id });
      else await iamCall(context, "PutRolePermissionsBoundary", { RoleName: id, PermissionsBoundary: boundary });
    }
    await syncExclusive(id, olds, news, context);
    await retag(id, news, context);
    return present(id, news, context);
  },
  delete: async (id, outputs, context) => {
    const observed = await unlessGone(observe(id, context), NO_SUCH_ENTITY);
    if (observed === undefined) return;
    const force = outputs["forceDetachPolicies"] === true;
    // What the role itself declared goes with it; what others put there blocks the deletion, as on AWS.
    const inline = force ? observed.policies : declaredPolicies(outputs);
    const attached = force ? observed.attached : texts(outputs["managedPolicyArns"]);
    for (const name of Object.keys(inline)) await removeInline(id, name, context);
    for (const arn of attached) await detach(id, arn, context);
    await unlessGone(iamCall(context, "DeleteRole", { RoleName: id }), NO_SUCH_ENTITY);
  },
};

interface Observed {
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly policies: Readonly<Record<string, string>>;
  readonly attached: readonly string[];
}

async function observe(name: string, context: HandlerContext): Promise<Observed> {
  const { Role: shown } = await iamCall(context, "GetRole", { RoleName: name });
  const shape = isObject(shown) ? shown : {};
  const { PolicyNames: names } = await iamCall(context, "ListRolePolicies", { RoleName: name, MaxItems: 1000 });
  const policies: Record<string, string> = {};
  for (const policy of texts(names)) {
    const found = await iamCall(context, "GetRolePolicy", { RoleName: name, PolicyName: policy });
    policies[policy] = decodeURIComponent(String(found["PolicyDocument"]));
  }
  const { AttachedPolicies: listed } = await iamCall(context, "ListAttachedRolePolicies", { RoleName: name });
  const attached = objects(listed).map((each) => String(each["PolicyArn"]));
  const tags = Object.fromEntries(objects(shape["Tags"]).map((tag) => [String(tag["Key"]), String(tag["Value"])]));
  const boundary = shape["PermissionsBoundary"];
  const inputs = {
    name: String(shape["RoleName"]),
    path: String(shape["Path"]),
    assumeRolePolicy: decodeURIComponent(String(shape["AssumeRolePolicyDocument"])),
    description: String(shape["Description"] ?? ""),
    maxSessionDuration: Number(shape["MaxSessionDuration"]),
    permissionsBoundary: isObject(boundary) ? String(boundary["PermissionsBoundaryArn"]) : "",
    inlinePolicies: Object.entries(policies).map(([policy, text]) => ({ name: policy, policy: text })),
    managedPolicyArns: attached,
    tags,
  };
  const outputs = {
    ...inputs,
    arn: shape["Arn"],
    createDate: rfc3339(shape["CreateDate"]),
    uniqueId: shape["RoleId"],
    tagsAll: tags,
  };
  return { inputs, outputs, policies, attached };
}

async function present(name: string, inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const { outputs } = await observe(name, context);
  return { id: name, outputs: { forceDetachPolicies: false, ...outputs, ...inputs, tagsAll: outputs["tagsAll"] } };
}

/** `inlinePolicies` and `managedPolicyArns` are exclusive where they are given: what is not in them goes. */
async function syncExclusive(name: string, olds: Properties, news: Properties, context: HandlerContext): Promise<void> {
  if (news["inlinePolicies"] !== undefined || olds["inlinePolicies"] !== undefined) {
    const wanted = declaredPolicies(news);
    for (const old of Object.keys(declaredPolicies(olds))) if (!(old in wanted)) await removeInline(name, old, context);
    for (const [policy, text] of Object.entries(wanted)) {
      await iamCall(context, "PutRolePolicy", { RoleName: name, PolicyName: policy, PolicyDocument: text });
    }
  }
  const wanted = texts(news["managedPolicyArns"]);
  for (const arn of texts(olds["managedPolicyArns"])) if (!wanted.includes(arn)) await detach(name, arn, context);
  for (const arn of wanted) await iamCall(context, "AttachRolePolicy", { RoleName: name, PolicyArn: arn });
}

async function removeInline(name: string, policy: string, context: HandlerContext): Promise<void> {
  await unlessGone(iamCall(context, "DeleteRolePolicy", { RoleName: name, PolicyName: policy }), NO_SUCH_ENTITY);
}

async function detach(name: string, arn: string, context: HandlerContext): Promise<void> {
  await unlessGone(iamCall(context, "DetachRolePolicy", { RoleName: name, PolicyArn: arn }), NO_SUCH_ENTITY);
}

async function retag(name: string, news: Properties, context: HandlerContext): Promise<void> {
  const wanted = tagList(news);
  const { Tags: listed } = await iamCall(context, "ListRoleTags", { RoleName: name, MaxItems: 1000 });
  const keys = new Set(wanted.map(({ Key }) => Key));
  const gone = objects(listed)
    .map((tag) => String(tag["Key"]))
    .filter((key) => !keys.has(key));
  if (gone.length > 0) await iamCall(context, "UntagRole", { RoleName: name, TagKeys: gone });
  if (wanted.length > 0) await iamCall(context, "TagRole", { RoleName: name, Tags: wanted });
}

/** The inline policies that a role's arguments name; a policy without a document stands for none at all. */
function declaredPolicies(inputs: Properties): Record<string, string> {
  const declared: Record<string, string> = {};
  for (const each of objects(inputs["inlinePolicies"])) {
    if (each["name"] !== undefined && each["policy"] !== undefined) {
      declared[String(each["name"])] = document(each["policy"]);
    }
  }
  return declared;
}

/** A policy document as text, however the program gave it. */
export function document(value: unknown): string {
  if (value === undefined || typeof value === "string") return value ?? "";
  return JSON.stringify(value);
}

/** The tags that AWS is to keep: the provider's default tags with the resource's own. */
export function tagList(inputs: Properties): { Key: string; Value: string }[] {
  const tags = inputs["tagsAll"] ?? inputs["tags"];
  return isObject(tags) ? Object.entries(tags).map(([Key, Value]) => ({ Key, Value: String(Value) })) : [];
}

/** Texts are absent when they are empty: the provider sends nothing then. */
export function optionalText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function optionalNumber(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** The objects in a list; whatever else there is. */
export function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
