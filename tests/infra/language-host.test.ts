import { join } from "node:path";
import { expect } from "chai";
import { readProject } from "../../local/engine/project.ts";
import { Deployment } from "../support/cli/deployment.ts";
import { endOfProgram, type ProgramEnd, type ProgramRun } from "../support/cli/program.ts";

const ROOT = join(import.meta.dirname, "../..");
const BOOTSTRAP = join(ROOT, "infra/bootstrap");

/** What the person has been told of already: pulumi/pulumi sdk/nodejs/cmd/pulumi-language-nodejs/main.go. */
const TOLD = 32;

async function end(
  configuration: Readonly<Record<string, string>>,
  changes: Partial<ProgramRun> = {},
): Promise<ProgramEnd & { registered: readonly string[] }> {
  const registered: string[] = [];
  // No provider listens: what asks for one fails.
  const deployment = new Deployment({ port: 1, dryRun: true, config: {}, state: [] });
  const ended = await endOfProgram({
    deployment,
    directory: ROOT,
    main: "index.ts",
    nodeOptions: readProject(ROOT).nodeArguments,
    project: "websocket-orders",
    configuration,
    dryRun: true,
    edit: (goal) => {
      registered.push(goal.type);
      return goal;
    },
    ...changes,
  });
  return { ...ended, registered };
}

describe("The program under the CLI's language host", function () {
  this.timeout(60_000);

  it("tells what is wrong in its configuration once, in one message, before it registers anything", async () => {
    const configuration = { "websocket-orders:nope": "1", "websocket-orders:waitSeconds": "-1" };
    const { code, messages, printed, registered } = await end(configuration);
    expect({ code, printed, registered }).to.deep.equal({
      code: TOLD,
      printed: "",
      registered: ["pulumi:pulumi:Stack"],
    });
    expect(messages).to.have.lengthOf(1);
    expect(messages[0]?.split("\n")).to.deep.equal([
      "The configuration of websocket-orders is wrong:",
      '  websocket-orders:waitSeconds: "-1" must be a whole number from 0 to 99999999',
      "  websocket-orders:nope: is no key of this program, which reads alarmEmail, stageName, defaultRoute, waitSeconds, " +
        "orderRetentionDays, sessionHours, edge, paymentOutcome, logRetentionDays, logLevel, audit, tags",
    ]);
  });

  it("reads the configuration of the project that a template became", async () => {
    const { messages } = await end({ "my-orders:waitSeconds": "-1", "pulumi:tags": "{}" }, { project: "my-orders" });
    expect(messages.map((message) => message.split("\n").length)).to.deep.equal([2]);
    expect(messages[0]).to.include("my-orders:waitSeconds");
  });

  it("keeps the secrets of its configuration when it refuses them", async () => {
    const key = "websocket-orders:alarmEmail";
    const { messages } = await end({ [key]: "hunter2" }, { secretKeys: [key] });
    expect(messages.join()).to.include("the secret must be an e-mail address").and.not.include("hunter2");
  });

  for (const directory of [ROOT, BOOTSTRAP]) {
    it(`says in one sentence that a Node.js is too old for ${directory === ROOT ? "it" : "the bootstrap"}`, async () => {
      // Node.js up to 22.17 is as this one is with the option.
      const nodeOptions = ["--no-strip-types", ...readProject(directory).nodeArguments];
      const { code, messages, printed } = await end({}, { directory, nodeOptions });
      expect({ code, messages }).to.deep.equal({ code: TOLD, messages: [] });
      expect(printed).to.equal(
        `Node.js ${process.versions.node} does not run TypeScript: put 22.18 or newer first on the PATH, ` +
          'or run "npm run pulumi -- up", which brings one.\n',
      );
    });
  }
});
