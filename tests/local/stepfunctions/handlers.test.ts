import { expect } from "chai";
import { SILENT } from "../../../local/log.ts";
import type { HandlerContext, Properties, ResourceHandler } from "../../../local/provider/handler.ts";
import { stepFunctionsHandlers } from "../../../local/provider/resources/sfn.ts";
import { type Harness, harness, PREFIX, ROLE } from "./harness.ts";

function handler(type: string): ResourceHandler {
  const found = stepFunctionsHandlers.find((candidate) => candidate.type === type);
  if (found === undefined) throw new Error(`no handler for ${type}`);
  return found;
}

const machine = handler("aws:sfn/stateMachine:StateMachine");
const activity = handler("aws:sfn/activity:Activity");
const alias = handler("aws:sfn/alias:Alias");
const DEFINITION = JSON.stringify({ StartAt: "A", States: { A: { Type: "Pass", End: true } } });
const INPUTS: Properties = {
  name: "m",
  definition: DEFINITION,
  roleArn: ROLE,
  type: "STANDARD",
  publish: false,
  tagsAll: { a: "1" },
};

function contextOf(box: Harness): HandlerContext {
  return { aws: box.router, log: SILENT, urn: "urn", endpointUrl: "http://localhost:4900" };
}

async function update(which: ResourceHandler, id: string, olds: Properties, news: Properties, context: HandlerContext) {
  if (which.update === undefined) throw new Error("cannot be updated");
  return which.update(id, olds, news, context);
}

describe("aws.sfn.StateMachine", () => {
  it("has all the provider's outputs", async () => {
    const box = harness();
    const { id, outputs } = await machine.create(INPUTS, contextOf(box));
    expect(id).to.equal(`${PREFIX}stateMachine:m`);
    expect(outputs).to.deep.equal({
      ...INPUTS,
      arn: id,
      creationDate: "2024-01-10T12:00:00Z",
      description: "",
      encryptionConfiguration: { type: "AWS_OWNED_KEY" },
      loggingConfiguration: { includeExecutionData: false, level: "OFF", logDestination: "" },
      region: "us-east-1",
      revisionId: "",
      stateMachineVersionArn: "",
      status: "ACTIVE",
      tags: { a: "1" },
      tracingConfiguration: { enabled: false },
      versionDescription: "",
    });
  });

  it("is updated in place, and published when that is wanted", async () => {
    const box = harness();
    const context = contextOf(box);
    const { id, outputs } = await machine.create(INPUTS, context);
    const definition = DEFINITION.replace("Pass", "Succeed").replace(',"End":true', "");
    const news = { ...INPUTS, definition, publish: true, tagsAll: { b: "2" } };
    const updated = await update(machine, id, outputs, news, context);
    expect(updated.outputs["definition"]).to.equal(definition);
    expect(updated.outputs["revisionId"]).to.match(/^[0-9a-f-]{36}$/);
    expect(updated.outputs["stateMachineVersionArn"]).to.equal(`${id}:1`);
    const { tags } = await box.states("ListTagsForResource", { resourceArn: id });
    expect(tags).to.deep.equal([{ key: "b", value: "2" }]);
    const same = await update(machine, id, updated.outputs, { ...news, tagsAll: {} }, context);
    expect(same.outputs["revisionId"]).to.equal(updated.outputs["revisionId"]);
  });

  it("is read as it is, also when somebody changed it or took it away", async () => {
    const box = harness();
    const context = contextOf(box);
    const { id } = await machine.create(INPUTS, context);
    await box.states("UpdateStateMachine", { stateMachineArn: id, tracingConfiguration: { enabled: true } });
    expect((await machine.read(id, context))?.inputs["tracingConfiguration"]).to.deep.equal({ enabled: true });
    await box.states("DeleteStateMachine", { stateMachineArn: id });
    expect(await machine.read(id, context)).to.equal(undefined);
  });

  it("goes at once, its executions being stopped", async () => {
    const box = harness();
    const context = contextOf(box);
    await box.states("CreateActivity", { name: "work" });
    const waiting = { StartAt: "T", States: { T: { Type: "Task", Resource: `${PREFIX}activity:work`, End: true } } };
    const { id, outputs } = await machine.create({ ...INPUTS, definition: JSON.stringify(waiting) }, context);
    const { executionArn } = await box.states("StartExecution", { stateMachineArn: id });
    await machine.delete(id, outputs, context);
    await machine.delete(id, outputs, context);
    expect((await box.states("DescribeExecution", { executionArn }))["status"]).to.equal("ABORTED");
    await machine.create(INPUTS, context);
  });
});

describe("aws.sfn.Activity and aws.sfn.Alias", () => {
  it("are made, read and removed", async () => {
    const box = harness();
    const context = contextOf(box);
    const made = await activity.create({ name: "work", tagsAll: { a: "1" } }, context);
    expect(made.outputs).to.include({ arn: `${PREFIX}activity:work`, creationDate: "2024-01-10T12:00:00Z" });
    expect((await activity.read(made.id, context))?.inputs).to.deep.equal({ name: "work", tags: { a: "1" } });
    await activity.delete(made.id, made.outputs, context);
    expect(await activity.read(made.id, context)).to.equal(undefined);

    const { outputs } = await machine.create({ ...INPUTS, publish: true }, context);
    const routes = [{ stateMachineVersionArn: outputs["stateMachineVersionArn"], weight: 100 }];
    const prod = await alias.create({ name: "PROD", routingConfigurations: routes }, context);
    expect(prod.id).to.equal(`${PREFIX}stateMachine:m:PROD`);
    const described = await update(
      alias,
      prod.id,
      prod.outputs,
      { name: "PROD", description: "d", routingConfigurations: routes },
      context,
    );
    expect(described.outputs["creationDate"]).to.equal("2024-01-10T12:00:00Z");
    expect((await alias.read(prod.id, context))?.inputs).to.deep.equal({
      name: "PROD",
      description: "d",
      routingConfigurations: routes,
    });
    await alias.delete(prod.id, prod.outputs, context);
    expect(await alias.read(prod.id, context)).to.equal(undefined);
  });
});
