import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CloudWatchLogsClient, DeleteLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { configurationOf } from "../../../local/engine/configuration.ts";
import { readProject } from "../../../local/engine/project.ts";
import type { JsonObject } from "../../../local/json.ts";
import { UNKNOWN_TEXT } from "../../../local/provider/property-bag.ts";
import { resourceSchema } from "../../../local/provider/schema.ts";
import type { ProviderServer } from "../../../local/provider/server.ts";
import { type Runtime, start } from "../../../local/runtime.ts";
import { Deployment, type Goal, type State, type Step } from "../../support/cli/deployment.ts";
import { type ProgramEnd, type ProgramRun, runProgram } from "../../support/cli/program.ts";
import { withoutSecrets } from "../../support/cli/wire.ts";

const DIRECTORY = join(import.meta.dirname, "../../..");
const EVERYTHING = { edge: "true", alarmEmail: "alarms@example.com", tags: "team=orders" };

const CREDENTIALS = { accessKeyId: "000000000000", secretAccessKey: "secret" };

/** What an import cannot know and a program says: AWS gives code back packed only, and triggers are the provider's own. */
const FORGOTTEN: Readonly<Record<string, readonly string[]>> = {
  "aws:apigatewayv2/deployment:Deployment": ["triggers"],
  "aws:lambda/function:Function": ["code"],
};

/** An edit of the first resource of a type, and what a preview shows of it. */
interface Edit {
  readonly type: string;
  readonly set?: JsonObject;
  /** Parts of texts, and what they become. */
  readonly text?: Readonly<Record<string, readonly [string, string]>>;
  readonly paths: readonly string[];
  readonly operation?: "replace";
}

/** A step that changes something. */
type Change = Pick<Step, "operation" | "paths"> & { readonly type: string };

const edits: readonly Edit[] = JSON.parse(
  readFileSync(new URL("../../cases/provider/edits.json", import.meta.url), "utf8"),
);

describe("The whole program, run as the CLI runs it against the provider it attaches to", function () {
  this.timeout(120_000);
  let runtime: Runtime;
  let server: ProviderServer;
  let state: readonly State[] = [];
  /** What the program registered, in order, when everything was there. */
  let goals: readonly Goal[] = [];
  before(async () => {
    runtime = await start({ config: EVERYTHING, deploy: false });
    server = await runtime.serveProvider(0);
  });
  after(() => runtime.stop());

  const deployment = (dryRun: boolean): Deployment =>
    new Deployment({ port: server.port, dryRun, config: { region: "us-east-1", version: "7.48.0" }, state });
  const program = async (
    dryRun: boolean,
    options: Pick<ProgramRun, "nodeOptions" | "secretKeys"> = {},
  ): Promise<{ steps: readonly Step[]; registered: readonly Goal[]; end: ProgramEnd }> => {
    const { name, main } = readProject(DIRECTORY);
    const configuration = configurationOf(readProject(DIRECTORY), "dev", EVERYTHING);
    const run = deployment(dryRun);
    const registered: Goal[] = [];
    const edit = (goal: Goal): Goal => {
      registered.push(goal);
      return goal;
    };
    const what = { deployment: run, directory: DIRECTORY, main, project: name, configuration, dryRun, edit };
    const end = await runProgram({ ...what, ...options });
    await run.finish();
    await run.end();
    if (!dryRun) state = run.state;
    return { steps: run.steps, registered, end };
  };
  /** Registers again what the program registered. */
  const replay = async (edited: readonly Goal[], dryRun = false): Promise<readonly Step[]> => {
    const run = deployment(dryRun);
    for (const goal of edited) await run.register(goal);
    await run.finish();
    await run.end();
    if (!dryRun) state = run.state;
    return run.steps;
  };

  it("is previewed without anything being made", async () => {
    // As the CLI runs it, with nothing taken out of the SDK's way.
    const { steps, end } = await program(true, { nodeOptions: [] });
    expect(operations(steps)).to.deep.equal(["create"]);
    expect(end).to.deep.include({ messages: [], printed: "" });
    const gone = deployment(false);
    await gone.refresh();
    expect(gone.steps).to.deep.equal([]);
  });

  it("is made, and changes nothing when it is run again", async () => {
    const { steps, registered, end } = await program(false);
    expect(operations(steps)).to.deep.equal(["create"]);
    expect(end).to.deep.include({ messages: [], printed: "" });
    // Texts, and neither secrets nor unknown.
    expect(new Set(Object.values(end.outputs).map((value) => typeof value))).to.deep.equal(new Set(["string"]));
    expect(Object.values(end.outputs)).not.to.include(UNKNOWN_TEXT);
    expect(steps.length).to.be.above(100);
    goals = registered;
    for (const dryRun of [true, false]) expect(operations(await replay(goals, dryRun))).to.deep.equal(["same"]);
  });

  it("is the same when its configuration becomes a secret, and says it nowhere", async () => {
    const secretKeys = ["websocket-orders:alarmEmail", "websocket-orders:tags"];
    const { steps, registered, end } = await program(true, { secretKeys });
    expect(operations(steps)).to.deep.equal(["same"]);
    const open = new Set(Object.values(end.outputs).map((value) => typeof value));
    expect(open).to.deep.equal(new Set(["string"]));
    const plain = JSON.stringify(registered.map(({ inputs }) => withoutSecrets(inputs)));
    expect(plain)
      .to.include('"project":"websocket-orders"')
      .and.not.match(/alarms@example\.com|"team":"orders"/);
  });

  it("is refreshed without a difference, and changes nothing after that", refreshesToNothing);

  it("takes an edit of every type, as it was previewed", async () => {
    const types = new Set(goals.filter(isResource).map(({ type }) => type));
    expect(edits.map(({ type }) => type)).to.have.members([...types]);
    const edited = goals.map((goal) => editOf(goal, goals));
    const expected = edits.map(({ type, operation = "update", paths }) => ({
      type,
      operation,
      paths: [...paths].sort(),
    }));
    for (const dryRun of [true, false]) {
      const changes = changesOf(await replay(edited, dryRun));
      expect(changes).to.have.deep.members(expected);
    }
    expect(operations(await replay(edited))).to.deep.equal(["same"]);
  });

  it("is as it was edited to be", refreshesToNothing);

  it("is brought back to what it was", async () => {
    expect(changesOf(await replay(goals)).map(({ type }) => type)).to.have.members(edits.map(({ type }) => type));
    expect(operations(await replay(goals))).to.deep.equal(["same"]);
  });

  it("shows what was changed behind its back, and brings that back", async () => {
    const client = { endpoint: runtime.url, region: "us-east-1", credentials: CREDENTIALS, maxAttempts: 1 };
    const [sqs, logs] = [new SQSClient(client), new CloudWatchLogsClient(client)];
    const queue = ofType("aws:sqs/queue:Queue");
    const group = ofType("aws:cloudwatch/logGroup:LogGroup");
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue.id, Attributes: { DelaySeconds: "7" } }));
    await logs.send(new DeleteLogGroupCommand({ logGroupName: group.id }));
    sqs.destroy();
    logs.destroy();
    const run = deployment(false);
    await run.refresh();
    await run.end();
    expect(run.steps.filter(({ operation }) => operation !== "refresh")).to.have.deep.members([
      { operation: "update", urn: queue.urn, paths: ["delaySeconds"] },
      { operation: "delete", urn: group.urn, paths: [] },
    ]);
    state = run.state;
    const steps = (await replay(goals)).filter(({ operation }) => operation !== "same");
    expect(steps).to.have.deep.members([
      { operation: "update", urn: queue.urn, paths: ["delaySeconds"] },
      { operation: "create", urn: group.urn, paths: [] },
    ]);
    await refreshesToNothing();
  });

  it("is imported by a program that says how it is", async () => {
    const made = new Map(state.map((one) => [one.urn, one]));
    const before = state;
    state = [];
    const steps = await replay(goals.map((goal) => importOf(goal, made.get(goal.urn))));
    expect(operations(steps)).to.deep.equal(["import"]);
    for (const { urn, paths } of steps) {
      const type = made.get(urn)?.type ?? "";
      expect(
        paths.filter((path) => FORGOTTEN[type]?.includes(path) !== true),
        urn,
      ).to.deep.equal([]);
    }
    state = before;
  });

  it("goes, dependents first, and nothing is left", async () => {
    expect(operations(await replay([]))).to.deep.equal(["delete"]);
    expect(state).to.deep.equal([]);
  });

  it("keeps runs apart that go on at once, and the instances of each", async () => {
    const tagged = (team: string): JsonObject => ({ region: "us-east-1", defaultTags: `{"tags":{"team":"${team}"}}` });
    const bare = { custom: true, parent: "", inputs: {}, dependencies: [], propertyDependencies: {}, provider: "" };
    const goal = (type: string, name: string): Goal => {
      const urn = `urn:pulumi:dev::p::${type}::${name}`;
      return { ...bare, urn, type, name, ignoreChanges: [], deleteBeforeReplace: undefined, importId: "" };
    };
    const runs = ["orders", "kitchen"].map(async (team) => {
      const run = new Deployment({ port: server.port, dryRun: false, config: tagged(team), state: [] });
      const instance = await run.register({ ...goal("pulumi:providers:aws", "mine"), inputs: tagged(`${team}-own`) });
      const own = { provider: `${instance.urn}::${instance.id}` };
      const topics = ["a", "b", "c"].flatMap((name) => [
        goal("aws:sns/topic:Topic", `${team}-${name}`),
        { ...goal("aws:sns/topic:Topic", `${team}-own-${name}`), ...own },
      ]);
      const made = await Promise.all(topics.map((topic) => run.register(topic)));
      // The end of one run is the end of no other.
      await run.end();
      return made.map(({ outputs }) => outputs["tagsAll"]);
    });
    const teams = (await Promise.all(runs)).map((tags) => tags.slice(0, 2));
    expect(teams).to.deep.equal([
      [{ team: "orders" }, { team: "orders-own" }],
      [{ team: "kitchen" }, { team: "kitchen-own" }],
    ]);
  });

  async function refreshesToNothing(): Promise<void> {
    const run = deployment(false);
    await run.refresh();
    await run.end();
    expect(run.steps.filter(({ paths }) => paths.length > 0)).to.deep.equal([]);
    expect(operations(run.steps)).to.deep.equal(["refresh"]);
    state = run.state;
  }

  function ofType(type: string): State {
    const found = state.find((one) => one.type === type);
    if (found === undefined) throw new Error(`there is no ${type}`);
    return found;
  }

  function changesOf(steps: readonly Step[]): readonly Change[] {
    const changed = steps.filter(({ operation }) => operation === "update" || operation === "replace");
    return changed.map(({ operation, urn, paths }) => ({ type: typeOf(urn), operation, paths: [...paths].sort() }));
  }
});

function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function operations(steps: readonly Step[]): readonly string[] {
  return [...new Set(steps.map(({ operation }) => operation))];
}

function isResource({ custom, type }: Goal): boolean {
  return custom && !type.startsWith("pulumi:");
}

/** Of every type the first resource that has what is to be edited. */
function editOf(goal: Goal, goals: readonly Goal[]): Goal {
  const edit = edits.find(({ type }) => type === goal.type);
  if (edit === undefined || goals.find((each) => canBe(each, edit)) !== goal) return goal;
  const texts = Object.entries(edit.text ?? {}).map(([name, [from, to]]) => [
    name,
    textOf(goal, name).replace(from, to),
  ]);
  return { ...goal, inputs: { ...goal.inputs, ...edit.set, ...Object.fromEntries(texts) } };
}

function canBe(goal: Goal, { type, text = {} }: Edit): boolean {
  return goal.type === type && Object.entries(text).every(([name, [from]]) => textOf(goal, name).includes(from));
}

function textOf({ inputs }: Goal, name: string): string {
  const value = inputs[name];
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The same resource with the option `import`, and with the name that was made for it: an import does not guess it. */
function importOf(goal: Goal, made: State | undefined): Goal {
  if (made === undefined || !isResource(goal)) return goal;
  const named = resourceSchema(goal.type)?.autoname?.property;
  const name = named === undefined ? undefined : made.inputs[named];
  const inputs = named === undefined || name === undefined ? goal.inputs : { ...goal.inputs, [named]: name };
  return { ...goal, inputs, importId: importIdOf(made) };
}

/** A part of an import id → the property that holds it, where it has another name. */
const PARTS: Readonly<Record<string, string>> = {
  busName: "eventBusName",
  functionName: "function",
  roleName: "role",
  ruleName: "rule",
};

/** The id in the form that the type is imported by: the last one of which all parts are known. */
function importIdOf({ type, id, outputs }: State): string {
  const part = (name: string): string | undefined => {
    const value = outputs[PARTS[name] ?? name];
    return typeof value === "string" ? value : undefined;
  };
  const forms = resourceSchema(type)?.importId?.split(" or ") ?? [];
  const known = forms.filter((form) =>
    [...form.matchAll(/\{(\w+)\}/g)].slice(0, -1).every(([, name = ""]) => part(name) !== undefined),
  );
  return known.at(-1)?.replaceAll(/\{(\w+)\}/g, (_, name: string) => part(name) ?? id) ?? id;
}
