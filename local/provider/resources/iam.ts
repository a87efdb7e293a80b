import { isObject } from "../../json.ts";
import type { HandlerContext, Properties, ResourceHandler, ResourceState } from "../handler.ts";
import { unlessGone } from "./gone.ts";
import { document, iamCall, NO_SUCH_ENTITY, objects, optionalText, role, tagList } from "./iam-role.ts";

const rolePolicy: ResourceHandler = {
  type: "aws:iam/rolePolicy:RolePolicy",
  create: (inputs, context) => putRolePolicy(inputs, context),
  update: (_id, _olds, news, context) => putRolePolicy(news, context),
  read: async (id, context) => {
    const [roleName = "", ...name] = id.split(":");
    const key = { RoleName: roleName, PolicyName: name.join(":") };
    const found = await unlessGone(iamCall(context, "GetRolePolicy", key), NO_SUCH_ENTITY);
    if (found === undefined) return undefined;
    const policy = decodeURIComponent(String(found["PolicyDocument"]));
    const inputs = { role: roleName, name: key.PolicyName, policy };
    return { id, inputs, outputs: inputs };
  },
  delete: async (_id, outputs, context) => {
    const key = { RoleName: String(outputs["role"]), PolicyName: String(outputs["name"]) };
    await unlessGone(iamCall(context, "DeleteRolePolicy", key), NO_SUCH_ENTITY);
  },
};

async function putRolePolicy(inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const key = { RoleName: String(inputs["role"]), PolicyName: String(inputs["name"]) };
  const policy = document(inputs["policy"]);
  await iamCall(context, "PutRolePolicy", { ...key, PolicyDocument: policy });
  return { id: `${key.RoleName}:${key.PolicyName}`, outputs: { ...inputs, policy } };
}

const rolePolicyAttachment: ResourceHandler = {
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  create: async (inputs, context) => {
    const key = { RoleName: String(inputs["role"]), PolicyArn: String(inputs["policyArn"]) };
    await iamCall(context, "AttachRolePolicy", key);
    return { id: `${key.RoleName}/${key.PolicyArn}`, outputs: { ...inputs } };
  },
  read: async (id, context) => {
    const slash = id.indexOf("/");
    const roleName = id.slice(0, slash);
    const policyArn = id.slice(slash + 1);
    const found = await unlessGone(
      iamCall(context, "ListAttachedRolePolicies", { RoleName: roleName }),
      NO_SUCH_ENTITY,
    );
    if (!objects(found?.["AttachedPolicies"]).some((policy) => policy["PolicyArn"] === policyArn)) return undefined;
    const inputs = { role: roleName, policyArn };
    return { id, inputs, outputs: inputs };
  },
  delete: async (_id, outputs, context) => {
    const key = { RoleName: String(outputs["role"]), PolicyArn: String(outputs["policyArn"]) };
    await unlessGone(iamCall(context, "DetachRolePolicy", key), NO_SUCH_ENTITY);
  },
};

/** AWS keeps five versions of a policy; the provider drops the oldest to make room. */
const MOST_VERSIONS = 5;

const policy: ResourceHandler = {
  type: "aws:iam/policy:Policy",
  create: async (inputs, context) => {
    const { Policy: made } = await iamCall(context, "CreatePolicy", {
      PolicyName: String(inputs["name"]),
      Path: optionalText(inputs["path"]),
      PolicyDocument: document(inputs["policy"]),
      Description: optionalText(inputs["description"]),
      Tags: tagList(inputs),
    });
    return presentPolicy(String(isObject(made) ? made["Arn"] : ""), inputs, context);
  },
  read: async (id, context) => {
    const observed = await unlessGone(observePolicy(id, context), NO_SUCH_ENTITY);
    return observed === undefined ? undefined : { id, ...observed };
  },
  update: async (id, olds, news, context) => {
    if (document(olds["policy"]) !== document(news["policy"])) {
      await makeRoom(id, context);
      const text = document(news["policy"]);
      await iamCall(context, "CreatePolicyVersion", { PolicyArn: id, PolicyDocument: text, SetAsDefault: true });
    }
    const { inputs } = await observePolicy(id, context);
    const wanted = tagList(news);
    const keys = new Set(wanted.map(({ Key }) => Key));
    const tags = inputs["tags"];
    const gone = Object.keys(isObject(tags) ? tags : {}).filter((key) => !keys.has(key));
    if (gone.length > 0) await iamCall(context, "UntagPolicy", { PolicyArn: id, TagKeys: gone });
    if (wanted.length > 0) await iamCall(context, "TagPolicy", { PolicyArn: id, Tags: wanted });
    return presentPolicy(id, news, context);
  },
  delete: async (id, _outputs, context) => {
    const listed = await unlessGone(iamCall(context, "ListPolicyVersions", { PolicyArn: id }), NO_SUCH_ENTITY);
    if (listed === undefined) return;
    for (const version of objects(listed["Versions"])) {
      if (version["IsDefaultVersion"] !== true) await deleteVersion(id, String(version["VersionId"]), context);
    }
    await iamCall(context, "DeletePolicy", { PolicyArn: id });
  },
};

async function makeRoom(arn: string, context: HandlerContext): Promise<void> {
  const { Versions: listed } = await iamCall(context, "ListPolicyVersions", { PolicyArn: arn });
  const versions = objects(listed);
  if (versions.length < MOST_VERSIONS) return;
  const oldest = versions.filter((version) => version["IsDefaultVersion"] !== true).at(-1);
  if (oldest !== undefined) await deleteVersion(arn, String(oldest["VersionId"]), context);
}

async function deleteVersion(arn: string, version: string, context: HandlerContext): Promise<void> {
  await iamCall(context, "DeletePolicyVersion", { PolicyArn: arn, VersionId: version });
}

async function observePolicy(
  arn: string,
  context: HandlerContext,
): Promise<{ readonly inputs: Properties; readonly outputs: Properties }> {
  const { Policy: shown } = await iamCall(context, "GetPolicy", { PolicyArn: arn });
  const shape = isObject(shown) ? shown : {};
  const key = { PolicyArn: arn, VersionId: String(shape["DefaultVersionId"]) };
  const { PolicyVersion: version } = await iamCall(context, "GetPolicyVersion", key);
  const tags = Object.fromEntries(objects(shape["Tags"]).map((tag) => [String(tag["Key"]), String(tag["Value"])]));
  const inputs = {
    name: String(shape["PolicyName"]),
    path: String(shape["Path"]),
    description: String(shape["Description"] ?? ""),
    policy: decodeURIComponent(String(isObject(version) ? version["Document"] : "")),
    tags,
  };
  const computed = { arn, attachmentCount: shape["AttachmentCount"], policyId: shape["PolicyId"], tagsAll: tags };
  return { inputs, outputs: { ...inputs, ...computed } };
}

async function presentPolicy(arn: string, inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const { outputs } = await observePolicy(arn, context);
  return { id: arn, outputs: { ...outputs, ...inputs, tagsAll: outputs["tagsAll"] } };
}

/** Roles, their policies and attachments, and managed policies. */
export const iamHandlers: readonly ResourceHandler[] = [role, rolePolicy, rolePolicyAttachment, policy];
