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
  after(() => cli.clear("one", "two"));

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
    expect(up.summary).to.include({ kind: "update", result: "succeeded", message: "first", version: 1 });
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
      "4 destroy",
      "3 refresh",
      "2 update",
      "1 update",
    ]);
    expect(existsSync(join(cli.state, "stacks", "one", "host.json"))).to.equal(false);
    await stack.workspace.removeStack("one");
    expect(await stack.workspace.listStacks()).to.deep.equal([]);
    expect(existsSync(join(cli.state, "stacks", "one"))).to.equal(false);
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
