import { expect } from "chai";
import { OWNER } from "../../../../local/aws/caller.ts";
import { createLogs } from "../../../../local/logs/module.ts";
import { type TestEnvironment, testEnvironment } from "../../../support/environment.ts";
import { type Handlers, handlersOf } from "./handlers.ts";

const GROUP = "aws:cloudwatch/logGroup:LogGroup";
const POLICY = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy";
const ARN = "arn:aws:logs:us-east-1:000000000000:log-group:/orders";

const document = (action: string): string =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: action, Resource: `${ARN}:*` },
    ],
  });

describe("aws:cloudwatch log resources", () => {
  let environment: TestEnvironment;
  let handlers: Handlers;

  beforeEach(() => {
    environment = testEnvironment();
    handlers = handlersOf(environment, [environment.use(createLogs)]);
  });

  const group = { name: "/orders", retentionInDays: 7, tagsAll: { stack: "dev" } };

  it("makes, reads and changes a log group, whose ARN has no asterisk", async () => {
    const { id, outputs } = await handlers.create(GROUP, group);
    expect(id).to.equal("/orders");
    expect(outputs).to.deep.include({
      arn: ARN,
      retentionInDays: 7,
      logGroupClass: "STANDARD",
      skipDestroy: false,
      tagsAll: { stack: "dev" },
    });
    const handler = handlers.handler(GROUP);
    const news = { ...group, retentionInDays: 0, tagsAll: { owner: "me" } };
    await handler.update?.(id, group, news, handlers.context);
    expect((await handler.read(id, handlers.context))?.inputs).to.deep.include({
      retentionInDays: 0,
      tags: { owner: "me" },
    });
    await handler.delete(id, { ...outputs, skipDestroy: true }, handlers.context);
    expect(await handler.read(id, handlers.context)).to.not.equal(undefined);
    await handler.delete(id, outputs, handlers.context);
    await handler.delete(id, outputs, handlers.context);
    expect(await handler.read(id, handlers.context)).to.equal(undefined);
  });

  it("sees what was changed behind its back", async () => {
    const { id } = await handlers.create(GROUP, group);
    const change = { logGroupName: id, retentionInDays: 30 };
    await environment.aws.call("logs", "PutRetentionPolicy", change, { caller: OWNER });
    expect((await handlers.handler(GROUP).read(id, handlers.context))?.inputs["retentionInDays"]).to.equal(30);
  });

  for (const [scope, key] of [
    ["ACCOUNT", { policyName: "events" }],
    ["RESOURCE", { resourceArn: ARN }],
  ] as const) {
    it(`puts, replaces and deletes a policy of scope ${scope}`, async () => {
      await handlers.create(GROUP, group);
      const handler = handlers.handler(POLICY);
      const inputs = { ...key, policyDocument: document("logs:PutLogEvents") };
      const { id, outputs } = await handlers.create(POLICY, inputs);
      expect(id).to.equal(Object.values(key)[0]);
      expect(outputs["policyScope"]).to.equal(scope);
      const news = { ...key, policyDocument: document("logs:CreateLogStream") };
      const updated = await handler.update?.(id, outputs, news, handlers.context);
      const read = await handler.read(id, handlers.context);
      expect(read?.inputs).to.deep.equal(news);
      expect(read?.outputs).to.deep.equal(updated?.outputs);
      await handler.delete(id, updated?.outputs ?? {}, handlers.context);
      expect(await handler.read(id, handlers.context)).to.equal(undefined);
    });
  }
});
