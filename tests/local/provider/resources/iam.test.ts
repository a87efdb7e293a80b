import { expect } from "chai";
import { OWNER } from "../../../../local/aws/caller.ts";
import { createIam } from "../../../../local/iam/module.ts";
import type { Properties } from "../../../../local/provider/handler.ts";
import { type TestEnvironment, testEnvironment } from "../../../support/environment.ts";
import { type Handlers, handlersOf } from "./handlers.ts";

const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const POLICY = "aws:iam/policy:Policy";

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const allow = (action: string): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });

describe("aws:iam resources", () => {
  let environment: TestEnvironment;
  let handlers: Handlers;

  beforeEach(() => {
    environment = testEnvironment();
    handlers = handlersOf(environment, [environment.use(createIam)]);
  });

  const iam = (operation: string, input: Parameters<typeof environment.aws.call>[2]) =>
    environment.aws.call("iam", operation, input, { caller: OWNER });
  const role: Properties = {
    name: "worker-1234567",
    assumeRolePolicy: TRUST,
    path: "/",
    maxSessionDuration: 3600,
    tags: { stack: "dev" },
    tagsAll: { stack: "dev", project: "orders" },
  };

  it("makes a role with the outputs of the real provider", async () => {
    const { id, outputs } = await handlers.create(ROLE, role);
    expect(id).to.equal("worker-1234567");
    expect(outputs).to.deep.include({
      arn: "arn:aws:iam::000000000000:role/worker-1234567",
      name: "worker-1234567",
      createDate: "2024-01-10T12:00:00Z",
      assumeRolePolicy: TRUST,
      forceDetachPolicies: false,
      managedPolicyArns: [],
      inlinePolicies: [],
      tags: { stack: "dev" },
      tagsAll: { stack: "dev", project: "orders" },
    });
    expect(outputs["uniqueId"]).to.match(/^AROA/);
  });

  it("updates a role in place, and reads what was changed behind its back", async () => {
    const { id } = await handlers.create(ROLE, role);
    const handler = handlers.handler(ROLE);
    const news = { ...role, description: "works", maxSessionDuration: 7200, tagsAll: { stack: "prod" } };
    await handler.update?.(id, role, news, handlers.context);
    await iam("PutRolePolicy", { RoleName: id, PolicyName: "p", PolicyDocument: allow("sqs:*") });
    const read = await handler.read(id, handlers.context);
    expect(read?.inputs).to.deep.include({
      description: "works",
      maxSessionDuration: 7200,
      tags: { stack: "prod" },
      inlinePolicies: [{ name: "p", policy: allow("sqs:*") }],
    });
    await iam("DeleteRolePolicy", { RoleName: id, PolicyName: "p" });
    await iam("DeleteRole", { RoleName: id });
    expect(await handler.read(id, handlers.context)).to.equal(undefined);
    await handler.delete(id, {}, handlers.context);
  });

  it("keeps to the policies that a role declares itself, and deletes them with it", async () => {
    const arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    const declared = {
      ...role,
      inlinePolicies: [{ name: "a", policy: allow("sqs:*") }],
      managedPolicyArns: [arn],
    };
    const { id, outputs } = await handlers.create(ROLE, declared);
    const handler = handlers.handler(ROLE);
    const news = { ...declared, inlinePolicies: [{ name: "b", policy: allow("sns:*") }], managedPolicyArns: [] };
    const updated = await handler.update?.(id, outputs, news, handlers.context);
    expect((await iam("ListRolePolicies", { RoleName: id }))["PolicyNames"]).to.deep.equal(["b"]);
    expect((await iam("ListAttachedRolePolicies", { RoleName: id }))["AttachedPolicies"]).to.deep.equal([]);
    await handler.delete(id, updated?.outputs ?? {}, handlers.context);
    expect(await handler.read(id, handlers.context)).to.equal(undefined);
  });

  it("says what blocks the deletion of a role", async () => {
    const { id, outputs } = await handlers.create(ROLE, role);
    await iam("AttachRolePolicy", { RoleName: id, PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" });
    const handler = handlers.handler(ROLE);
    let message = "";
    await handler.delete(id, outputs, handlers.context).catch((error: Error) => {
      message = error.message;
    });
    expect(message).to.equal("Cannot delete entity, must detach all policies first.");
    await handler.delete(id, { ...outputs, forceDetachPolicies: true }, handlers.context);
    expect(await handler.read(id, handlers.context)).to.equal(undefined);
  });

  it("puts, reads, replaces and deletes an inline policy", async () => {
    await handlers.create(ROLE, role);
    const inputs = { role: "worker-1234567", name: "send", policy: allow("sqs:SendMessage") };
    const { id, outputs } = await handlers.create(ROLE_POLICY, inputs);
    expect(id).to.equal("worker-1234567:send");
    const handler = handlers.handler(ROLE_POLICY);
    await handler.update?.(id, inputs, { ...inputs, policy: allow("sqs:*") }, handlers.context);
    expect((await handler.read(id, handlers.context))?.inputs).to.deep.equal({ ...inputs, policy: allow("sqs:*") });
    await handler.delete(id, outputs, handlers.context);
    await handler.delete(id, outputs, handlers.context);
    expect(await handler.read(id, handlers.context)).to.equal(undefined);
  });

  it("attaches and detaches managed policies", async () => {
    await handlers.create(ROLE, role);
    const policy = await handlers.create(POLICY, { name: "send", path: "/", policy: allow("sqs:*") });
    const { id, outputs } = await handlers.create(ATTACHMENT, { role: "worker-1234567", policyArn: policy.id });
    expect(id).to.equal(`worker-1234567/${policy.id}`);
    const handler = handlers.handler(ATTACHMENT);
    expect((await handler.read(id, handlers.context))?.inputs).to.deep.equal({
      role: "worker-1234567",
      policyArn: policy.id,
    });
    await handler.delete(id, outputs, handlers.context);
    expect(await handler.read(id, handlers.context)).to.equal(undefined);
  });

  it("makes room for a sixth version of a policy", async () => {
    const inputs = { name: "send", path: "/", policy: allow("sqs:Send0"), tagsAll: { a: "1" } };
    const { id, outputs } = await handlers.create(POLICY, inputs);
    expect(outputs).to.deep.include({ arn: id, attachmentCount: 0, tagsAll: { a: "1" } });
    const handler = handlers.handler(POLICY);
    let olds: Properties = inputs;
    for (let version = 1; version <= 6; version++) {
      const news = { ...inputs, policy: allow(`sqs:Send${version}`) };
      await handler.update?.(id, olds, news, handlers.context);
      olds = news;
    }
    expect((await handler.read(id, handlers.context))?.inputs["policy"]).to.equal(allow("sqs:Send6"));
    await handler.delete(id, {}, handlers.context);
    expect(await handler.read(id, handlers.context)).to.equal(undefined);
  });
});
