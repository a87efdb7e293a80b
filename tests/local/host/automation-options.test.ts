import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteTableCommand, DynamoDBClient, TagResourceCommand } from "@aws-sdk/client-dynamodb";
import * as aws from "@pulumi/aws";
import { type EngineEvent, LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import { EmbeddedCli } from "./embedded-cli.ts";

const ROOT = new URL("../../../local/host", import.meta.url).pathname;
const PROGRAM = new URL("../../fixtures/programs/services", import.meta.url).pathname;
const TABLE = "aws:dynamodb/table:Table";

/** The message of what a promise fails with. */
async function failure(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "",
    (error: unknown) => String(error),
  );
}

describe("the options of the unmodified Automation API on the embedded executable", function () {
  this.timeout(120_000);
  const cli = new EmbeddedCli("services");
  const scratch = mkdtempSync(join(tmpdir(), "options-"));
  let command: PulumiCommand;

  before(async () => {
    command = await PulumiCommand.get({ root: ROOT });
  });
  after(async () => {
    await cli.clear("planned", "looked", "inline", "renamed", "called", "imported", "asked");
    rmSync(scratch, { recursive: true, force: true });
  });

  const open = (stackName: string): Promise<Stack> =>
    LocalWorkspace.createOrSelectStack(
      { stackName, workDir: PROGRAM },
      { pulumiCommand: command, envVars: cli.environment },
    );

  it("holds an update to a plan, and refuses what it did not foresee", async () => {
    const stack = await open("planned");
    const plan = join(scratch, "plan.json");
    await stack.setConfig("tableName", { value: "planned" });
    await stack.preview({ plan });
    await stack.setConfig("tableName", { value: "another" });
    const refused = await failure(stack.up({ plan }));
    expect(refused).to.match(/resource violates plan: properties changed: \+name/);
    expect((await stack.workspace.listStacks())[0]?.resourceCount).to.equal(0);
    await stack.setConfig("tableName", { value: "planned" });
    expect((await stack.up({ plan })).summary.resourceChanges).to.deep.equal({ create: 2 });
    // The creates that were planned are done: a same is not what was planned.
    expect(await failure(stack.up({ plan }))).to.match(/same is not allowed by the plan: .* constrained to create/);
    expect(readFileSync(plan, "utf8")).to.include('"steps": [');
    await stack.destroy({ remove: true });
  });

  it("previews refresh and destroy, and leaves alone what is protected", async () => {
    const stack = await open("looked");
    await stack.setConfig("tableName", { value: "looked" });
    await stack.up({ suppressOutputs: true, suppressProgress: true, logFlow: true, logVerbosity: 3, debug: true });
    const events: EngineEvent[] = [];
    const destroyed = await stack.previewDestroy({ onEvent: (event) => events.push(event) });
    expect(destroyed.changeSummary).to.deep.equal({ delete: 2 });
    expect(destroyed.stdout).to.match(/^Previewing destroy \(looked\):\n\n -\s+aws:dynamodb:Table table delete \n/);
    expect(events.every(({ resourcePreEvent: event }) => event === undefined || event.planning === true)).to.equal(
      true,
    );
    expect((await stack.previewRefresh()).changeSummary).to.deep.equal({ same: 1 });
    const state = await stack.exportStack();
    for (const resource of state.deployment.resources) resource.protect = true;
    await stack.importStack(state);
    expect(await failure(stack.destroy())).to.match(/cannot be deleted because it is protected/);
    const kept = await stack.destroy({ excludeProtected: true });
    expect(kept.summary.resourceChanges).to.deep.equal({});
    expect(kept.stdout).to.match(
      /There were no unprotected resources to destroy. There are still 2 protected resources/,
    );
    const { resources } = state.deployment;
    delete resources.find(({ type }: { type: string }) => type === TABLE).protect;
    await stack.importStack(state);
    const one = await stack.destroy({ excludeProtected: true });
    expect(one.stdout).to.match(/All unprotected resources were destroyed. There are still 1 protected resources/);
    await cli.run(["state", "unprotect", "--all", "--yes", "--stack", "looked"]);
    await stack.destroy({ remove: true, continueOnError: true });
  });

  it("notices at a refresh what has changed and what has gone, with the states before and after", async () => {
    const stack = await open("looked");
    await stack.setConfig("tableName", { value: "looked" });
    const made: EngineEvent[] = [];
    await stack.up({ onEvent: (event) => made.push(event) });
    const pre = made.map(({ resourcePreEvent: event }) => event?.metadata).find((step) => step?.type === TABLE);
    expect(pre?.old).to.equal(null);
    expect(pre?.new?.inputs).to.include({ name: "looked" });
    const client = new DynamoDBClient({
      endpoint: String((await stack.outputs())["awsEndpointUrl"]?.value),
      region: "us-east-1",
      credentials: { accessKeyId: "a", secretAccessKey: "b" },
    });
    const arn = pre === undefined ? "" : "arn:aws:dynamodb:us-east-1:000000000000:table/looked";
    await client.send(new TagResourceCommand({ ResourceArn: arn, Tags: [{ Key: "by", Value: "hand" }] }));
    expect(await failure(stack.previewRefresh({ expectNoChanges: true }))).to.match(
      /no changes were expected but changes were proposed/,
    );
    const events: EngineEvent[] = [];
    const result = await stack.refresh({ onEvent: (event) => events.push(event) });
    expect(result.summary.resourceChanges).to.deep.equal({ update: 1 });
    const read = events.flatMap(({ resOutputsEvent: event }) =>
      event?.metadata.type === TABLE ? [event.metadata] : [],
    );
    expect(read.map(({ op, diffs, detailedDiff }) => ({ op, diffs, detailedDiff }))).to.deep.equal([
      { op: "update", diffs: ["tags"], detailedDiff: { tags: { diffKind: "add", inputDiff: true } } },
    ]);
    expect(read[0]?.old?.outputs["tags"]).to.deep.equal({});
    expect(read[0]?.new?.outputs["tags"]).to.deep.equal({ by: "hand" });
    await client.send(new DeleteTableCommand({ TableName: "looked" }));
    client.destroy();
    expect((await stack.refresh()).summary.resourceChanges).to.deep.equal({ delete: 1 });
    await stack.destroy({ remove: true });
  });

  it("runs inline programs, a new folder each time", async () => {
    const program = async (): Promise<Record<string, unknown>> => {
      const table = new aws.dynamodb.Table("inline", {
        billingMode: "PAY_PER_REQUEST",
        hashKey: "id",
        attributes: [{ name: "id", type: "S" }],
      });
      return { tableName: table.name };
    };
    const inline = (body = program): Promise<Stack> =>
      LocalWorkspace.createOrSelectStack(
        { stackName: "inline", projectName: "functions", program: body },
        { pulumiCommand: command, envVars: cli.environment },
      );
    const stack = await inline();
    expect((await stack.preview()).changeSummary).to.deep.equal({ create: 2 });
    const up = await stack.up();
    expect(up.outputs["tableName"]?.value).to.match(/^inline-/);
    const again = await inline();
    expect((await again.up({ expectNoChanges: true })).summary.resourceChanges).to.deep.equal({ same: 2 });
    const failing = await inline(async () => {
      throw new Error("no luck");
    });
    expect(await failure(failing.up())).to.match(/no luck[\s\S]*update failed/);
    const wrong = await inline(async () => {
      new aws.dynamodb.Table("wrong", { billingMode: "CHEAP", hashKey: "id" });
      return {};
    });
    expect(await failure(wrong.up())).to.match(/billingMode[\s\S]*update failed/);
    await again.destroy({ remove: true });
  });

  it("renames a stack with everything in it", async () => {
    const stack = await open("renamed");
    await stack.setConfig("tableName", { value: "renamed" });
    await stack.up();
    const result = await stack.rename({ stackName: "called" });
    expect(result.summary?.kind).to.equal("rename");
    expect(stack.name).to.equal("called");
    expect((await stack.up({ expectNoChanges: true })).summary.resourceChanges).to.deep.equal({ same: 2 });
    expect(JSON.stringify(await stack.exportStack())).to.not.include("urn:pulumi:renamed::");
    await stack.destroy({ remove: true });
  });

  it("answers for plugins, and refuses by name what it has not", async () => {
    const workspace = await LocalWorkspace.create({ pulumiCommand: command, envVars: cli.environment });
    expect(await workspace.whoAmI()).to.include.keys("user", "organizations", "url");
    expect((await workspace.listPlugins()).map(({ name, kind }) => `${kind} ${name}`)).to.deep.equal(["resource aws"]);
    await workspace.installPlugin("aws", "v7.48.0");
    await workspace.removePlugin("aws", "v7.48.0");
    expect(await failure(workspace.installPlugin("gcp", "v8.0.0"))).to.match(
      /it serves the resource plugin aws, not resource gcp/,
    );
    const stack = await open("looked");
    for (const [what, refused] of [
      ["'--policy-pack'", () => stack.preview({ policyPacks: ["./policies"] })],
      ["'--attach-debugger'", () => stack.preview({ attachDebugger: true })],
      ["'--tracing'", () => stack.up({ tracing: "http://localhost:1" })],
      ["pulumi config env", () => stack.addEnvironments("a")],
      ["pulumi org get-default", () => stack.orgGetDefault()],
    ] as const) {
      expect(await failure(refused())).to.include(what);
    }
    expect((await stack.preview({ runProgram: true, parallel: 4, userAgent: "tests", diff: true })).stdout).to.include(
      "+ aws:dynamodb/table:Table: (create)",
    );
    await stack.cancel();
    await stack.workspace.removeStack("looked", { preserveConfig: true });
  });

  it("goes on past errors, and runs the program for refresh and destroy, when it is asked to", async () => {
    const stack = await open("asked");
    await stack.setConfig("tableName", { value: "asked" });
    expect((await stack.up({ continueOnError: true })).summary.resourceChanges).to.deep.equal({ create: 2 });
    const refreshed = await stack.refresh({ runProgram: true });
    expect(refreshed.summary.resourceChanges).to.deep.equal({ same: 1 });
    const destroyed = await stack.destroy({ runProgram: true, continueOnError: true, remove: true });
    expect(destroyed.summary.resourceChanges).to.deep.equal({ delete: 2 });
  });

  it("imports what exists, writes the program's text for it, and has no difference afterwards", async () => {
    const stack = await open("imported");
    await stack.setConfig("tableName", { value: "imported" });
    await stack.up();
    const whole = await stack.exportStack();
    const state = structuredClone(whole);
    state.deployment.resources = state.deployment.resources.filter(({ type }: { type: string }) => type !== TABLE);
    await stack.importStack(state);
    const resources = [{ type: TABLE, name: "table", id: "imported" }];
    const result = await stack.import({ resources, protect: false });
    expect(result.summary?.kind).to.equal("resource-import");
    expect(result.summary?.resourceChanges).to.deep.equal({ import: 1, same: 1 });
    expect(result.generatedCode).to.equal(
      `import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const table = new aws.dynamodb.Table("table", {
    attributes: [{
        name: "id",
        type: "S",
    }],
    billingMode: "PAY_PER_REQUEST",
    hashKey: "id",
    name: "imported",
    pointInTimeRecovery: {
        enabled: false,
    },
    region: "us-east-1",
});
`,
    );
    expect((await stack.up({ expectNoChanges: true })).summary.resourceChanges).to.deep.equal({ same: 2 });
    expect(await failure(stack.import({ resources: [{ type: TABLE, name: "gone", id: "not-there" }] }))).to.match(
      /resource 'not-there' does not exist/,
    );
    await stack.destroy({ remove: true });
  });
});
