import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type EngineEvent, LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import { EmbeddedCli } from "./embedded-cli.ts";

const ROOT = new URL("../../../local/host", import.meta.url).pathname;
const PROGRAM = new URL("../../fixtures/programs/services", import.meta.url).pathname;

describe("the unmodified Automation API on the embedded executable", function () {
  this.timeout(120_000);
  const cli = new EmbeddedCli("services");
  let command: PulumiCommand;

  before(async () => {
    command = await PulumiCommand.get({ root: ROOT });
  });
  after(() => cli.clear("one", "two", "paths", "aimed"));

  const open = (stackName: string): Promise<Stack> =>
    LocalWorkspace.createOrSelectStack(
      { stackName, workDir: PROGRAM },
      { pulumiCommand: command, envVars: cli.environment },
    );

  it("answers what the recordings ask, from the first stack to its end", async () => {
    const stack = await open("one");
    await stack.setAllConfig({ "aws:region": { value: "us-east-1" }, tableName: { value: "orders" } });
    await stack.setConfig("password", { value: "not for the disk", secret: true }).catch(() => undefined);
    expect(await stack.getConfig("password")).to.deep.equal({ value: "not for the disk", secret: true });
    expect(contents(join(cli.state, "stacks", "one"))).to.not.include("not for the disk");
    await stack.removeConfig("password");
    expect(await stack.getAllConfig()).to.deep.equal({
      "aws:region": { value: "us-east-1", secret: false },
      "services:tableName": { value: "orders", secret: false },
      "services:wrongModes": { value: "[]", objectValue: [], secret: false },
    });
    await stack.setTag("team", "a");
    await stack.setTag("gone", "b");
    await stack.removeTag("gone");
    expect(await stack.listTags()).to.deep.equal({ team: "a" });
    expect(await stack.getTag("team")).to.equal("a");

    const planned: EngineEvent[] = [];
    const preview = await stack.preview({ onEvent: (event) => planned.push(event) });
    expect(preview.changeSummary).to.deep.equal({ create: 2 });
    expect(planned.filter(({ resourcePreEvent: event }) => event?.planning === true)).to.have.length(2);
    expect(await stack.outputs()).to.deep.equal({});

    const events: EngineEvent[] = [];
    const up = await stack.up({ onEvent: (event) => events.push(event), message: "first" });
    expect(up.summary).to.include({ kind: "update", result: "succeeded", message: "first", version: 0 });
    expect(up.summary.resourceChanges).to.deep.equal({ create: 2 });
    expect(up.summary.config).to.deep.include({ "services:tableName": { value: "orders", secret: false } });
    expect(up.outputs["tableName"]).to.deep.equal({ value: "orders", secret: false });
    expect(up.outputs["secret"]).to.deep.equal({ value: "hunter2", secret: true });
    expect(up.stdout).to.match(/^Updating \(one\):\n\n \+ {2}pulumi:pulumi:Stack services-one creating \(0s\) \n/);
    expect(up.stdout).to.include(" +  aws:dynamodb:Table table created (");
    expect(up.stdout).to.include("    secret   : [secret]\n");
    expect(up.stdout).to.include("Resources:\n    + 2 created\n");
    expectEvents(events);

    const again = await stack.up({ expectNoChanges: true });
    expect(again.summary.resourceChanges).to.deep.equal({ same: 2 });
    const [listed] = await stack.workspace.listStacks();
    expect(listed).to.include({ name: "one", current: true, resourceCount: 2 });
    expect((await stack.refresh()).summary.kind).to.equal("refresh");
    const exported = await stack.exportStack();
    expect(exported.deployment.pending_operations).to.deep.equal([]);
    expect(exported.deployment.resources.map(({ type }: { type: string }) => type)).to.deep.equal([
      "pulumi:pulumi:Stack",
      "aws:dynamodb/table:Table",
    ]);

    const destroyed = await stack.destroy();
    expect(destroyed.summary.resourceChanges).to.deep.equal({ delete: 2 });
    expect((await stack.history()).map(({ version, kind }) => `${version} ${kind}`)).to.deep.equal([
      "0 destroy",
      "0 refresh",
      "0 update",
      "0 update",
    ]);
    expect(existsSync(join(cli.state, "stacks", "one", "host.json"))).to.equal(false);
    await stack.workspace.removeStack("one");
    expect(await stack.workspace.listStacks()).to.deep.equal([]);
    expect(existsSync(join(cli.state, "stacks", "one"))).to.equal(false);
  });

  it("sets, reads and removes single places of a configuration value", async () => {
    const stack = await open("paths");
    await stack.setAllConfig({ "wrongModes[0]": { value: "CHEAP" }, "aws:region": { value: "us-east-1" } }, true);
    await stack.setConfig("aws:defaultTags.tags.team", { value: "orders" }, true);
    await stack.setConfig("aws:defaultTags.tags.cost", { value: "12" }, true);
    expect((await stack.getConfig("aws:defaultTags.tags.team", true)).value).to.equal("orders");
    expect((await stack.getConfig("aws:defaultTags")).value).to.equal('{"tags":{"team":"orders","cost":12}}');
    await stack.removeConfig("aws:defaultTags.tags.cost", true);
    await stack.setConfig("aws:defaultTags.tags.key", { value: "hidden away", secret: true }, true);
    expect(contents(join(cli.state, "stacks", "paths"))).to.not.include("hidden away");
    expect(await stack.getAllConfig()).to.deep.include({
      "services:wrongModes": { value: '["CHEAP"]', objectValue: ["CHEAP"], secret: false },
      "aws:defaultTags": {
        value: '{"tags":{"team":"orders","key":"hidden away"}}',
        objectValue: { tags: { team: "orders", key: "hidden away" } },
        secret: true,
      },
    });
    await stack.removeAllConfig(["wrongModes[0]", "aws:defaultTags.tags"], true);
    expect((await stack.getConfig("wrongModes")).value).to.equal("[]");
    const wrong = await stack.setConfig("wrongModes[7]", { value: "x" }, true).catch(String);
    expect(wrong).to.match(/error: the list has 0 items/);
    await stack.workspace.removeStack("paths");
  });

  it("touches only targets, replaces what is asked for, and takes a state that was exported", async () => {
    const stack = await open("aimed");
    await stack.setConfig("tableName", { value: "aimed" });
    await stack.up();
    const table = "urn:pulumi:aimed::services::aws:dynamodb/table:Table::table";
    expect((await stack.up({ replace: [table] })).summary.resourceChanges).to.deep.equal({ replace: 1, same: 1 });
    expect((await stack.up({ target: [table], targetDependents: true })).summary.resourceChanges).to.deep.equal({
      same: 2,
    });
    expect((await stack.refresh({ target: [table] })).summary.resourceChanges).to.deep.equal({ same: 1 });
    const unknown = await stack.destroy({ target: ["urn:pulumi:aimed::services::a:b:C::d"] }).catch(String);
    expect(unknown).to.match(/a:b:C \(d\):\n +error: is named, but there is no such resource/);

    const before = await stack.exportStack();
    const masked = await cli.run(["stack", "export", "--stack", "aimed"]);
    expect(JSON.stringify(before)).to.include("hunter2");
    expect(masked.stdout).to.not.include("hunter2");
    expect(JSON.parse(masked.stdout).deployment.secrets_providers.type).to.equal("passphrase");

    await stack.importStack({ ...before, deployment: { ...before.deployment, resources: [] } });
    expect((await stack.workspace.listStacks())[0]?.resourceCount).to.equal(0);
    await stack.importStack(JSON.parse(masked.stdout));
    expect(await stack.exportStack()).to.deep.equal({
      ...before,
      deployment: { ...before.deployment, manifest: (await stack.exportStack()).deployment.manifest },
    });
    expect((await stack.outputs())["secret"]).to.deep.equal({ value: "hunter2", secret: true });
    expect((await stack.up({ expectNoChanges: true })).summary.resourceChanges).to.deep.equal({ same: 2 });

    const [, first] = before.deployment.resources;
    const foreign = { ...first, urn: first.urn.replace("aimed", "other") };
    const refused = stack.importStack({ ...before, deployment: { ...before.deployment, resources: [foreign] } });
    expect(await refused.catch(String)).to.match(/error: resource 0 of the state, .* is not of this stack\n/);

    expect((await stack.destroy({ target: [table] })).summary.resourceChanges).to.deep.equal({ delete: 1 });
    await stack.destroy({ remove: true });
  });

  it("keeps two stacks apart that are deployed at once", async () => {
    const stacks = await Promise.all(["one", "two"].map(open));
    const results = await Promise.all(stacks.map((stack) => stack.up()));
    const [one, two] = results.map(({ outputs }) => outputs["awsEndpointUrl"]?.value);
    expect(one).to.match(/^http:\/\/localhost:\d+$/);
    expect(one).to.not.equal(two);
    await stacks[0]?.destroy({ remove: true });
    expect((await stacks[1]?.outputs())?.["awsEndpointUrl"]?.value).to.equal(two);
    await stacks[1]?.destroy({ remove: true });
    expect(readdirSync(join(cli.state, "stacks"))).to.deep.equal([]);
  });
});

/** The log of an `up` that makes a stack and a table. */
function expectEvents(events: readonly EngineEvent[]): void {
  expect(events.map(({ sequence }) => sequence)).to.deep.equal(events.map((_, index) => index));
  expect(events[0]?.preludeEvent?.config).to.include({ "services:tableName": "orders" });
  expect(events.at(-1)?.cancelEvent).to.deep.equal({});
  expect(events.at(-2)?.summaryEvent?.resourceChanges).to.deep.equal({ create: 2 });
  const made = events.flatMap(({ resOutputsEvent: event }) => (event === undefined ? [] : [event.metadata]));
  expect(made.map(({ op, type }) => `${op} ${type}`)).to.deep.equal([
    "create pulumi:pulumi:Stack",
    "create aws:dynamodb/table:Table",
  ]);
  expect(made[1]?.new?.outputs).to.include({ name: "orders", billingMode: "PAY_PER_REQUEST" });
}

/** Everything that is written in a folder. */
function contents(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
    .join("");
}
