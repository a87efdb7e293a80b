import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PulumiCommand } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import { CI_SYSTEMS } from "../../automation/ci-systems.ts";
import { EXIT } from "../../automation/exit-codes.ts";
import { run } from "../../automation/main.ts";
import { RunContext, type Surface } from "../../automation/run-context.ts";
import { fakeInterruption } from "./fake-stacks.ts";

const hasCli = await PulumiCommand.get().then(
  () => true,
  () => false,
);

/** A process that says nothing. */
const SURFACE: Surface = {
  environment: process.env,
  interruption: fakeInterruption(),
  isTerminal: false,
  columns: 80,
  out: () => undefined,
  error: () => undefined,
  now: () => new Date(),
  pause: async () => undefined,
};

interface Said {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** The command line in this process, at a time of the test's choosing. */
async function stack(words: readonly string[], later = 0): Promise<Said> {
  let out = "";
  let error = "";
  const surface: Surface = {
    ...SURFACE,
    environment: { ...process.env, ...Object.fromEntries(CI_SYSTEMS.map(({ mark }) => [mark, ""])), PR_NUMBER: "" },
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
    now: () => new Date(Date.now() + later),
  };
  const code = await run(words, surface);
  return { code, out, error };
}

const HOUR = 3_600_000;
const UNUSED = join(tmpdir(), "unused-by-any-stack");

for (const engine of ["embedded", "cli"] as const) {
  // The same flow by the real CLI, where there is one.
  (engine === "cli" && !hasCli ? describe.skip : describe)(`ephemeral stacks on this machine (${engine})`, function () {
    this.timeout(180_000);
    // A path is no URL: what means something there must not lead elsewhere.
    const state = mkdtempSync(join(tmpdir(), "ephemeral %20#?-"));
    const local = ["--local", "--state", state, "--engine", engine];

    after(async () => {
      await stack(["destroy", "--stack", "one", ...local]);
      rmSync(state, { recursive: true, force: true });
    });

    it("come up with outputs in a file, are listed, expire, and are swept", async () => {
      const file = join(state, "outputs.json");
      // The commit is a tag of every resource, and the working copy may get another one meanwhile.
      const config = ["--config", "tags=commit=0123456789ab"];
      const up = await stack(["up", "--stack", "one", "--ttl", "1h", "--json", "--outputs", file, ...config, ...local]);
      expect(up.code, up.error).to.equal(EXIT.success);
      const { outputs, changes } = JSON.parse(up.out);
      expect(changes.create).to.be.greaterThan(100);
      expect(outputs.awsEndpointUrl).to.match(/^http:\/\/localhost:\d+$/);
      expect(outputs.webSocketUrl).to.match(/^ws:\/\/localhost:\d+\/\w+\/dev$/);
      expect(JSON.parse(readFileSync(file, "utf8"))).to.deep.equal(outputs);
      for (const line of up.error.trim().split("\n")) expect(JSON.parse(line)).to.be.an("object");
      const wrong = await stack(["up", "--stack", "one", "--config", "nope=1", "--json", ...local]);
      expect(wrong.code).to.equal(EXIT.deployment);
      expect(wrong.error).to.match(/nope/);
      const unset = ["--unset", "nope"];
      const again = await stack(["up", "--stack", "one", "--ttl", "1h", "--json", ...unset, ...config, ...local], 1000);
      expect(JSON.parse(again.out).changes).to.deep.equal({ same: changes.create });
      expect(JSON.parse((await stack(["outputs", "--stack", "one", "--json", ...local])).out)).to.deep.equal(outputs);

      expect((await stack(["list", ...local])).out).to.match(/^STACK .*EXPIRES IN\none +\d+ +0 min .* \d+ min\n$/);
      const early = await stack(["sweep", ...local]);
      expect(early).to.include({ code: EXIT.success, out: "Nothing had expired.\n" });
      const dry = await stack(["sweep", "--dry-run", ...local], 3 * HOUR);
      expect(dry.out).to.match(/\none .* {2}3 h {2,}\$\d+\.\d\d a day|\none .* {2}3 h {2,}<\$0\.01 a day/);
      expect((await stack(["list", "--json", ...local])).out).to.include('"one"');
      expect((await stack(["list", ...local], 3 * HOUR)).out).to.match(/ expired\n$/);
      const sweep = await stack(["sweep", ...local], 3 * HOUR);
      expect(sweep, sweep.error).to.include({ code: EXIT.success, out: "Gone: one\n" });
      expect((await stack(["list", ...local])).out).to.equal("There are no stacks.\n");
      expect(readdirSync(join(state, "stacks"))).to.deep.equal([]);
    });

    it("say what a wrong configuration is before anything is made, and go again", async () => {
      const { code, error } = await stack([
        "test",
        "--config",
        "defaultRoute=tacos",
        "--config",
        "waitSeconds=x",
        ...local,
      ]);
      expect(code).to.equal(EXIT.deployment);
      expect(error).to.match(/waitSeconds/);
      expect(readdirSync(join(state, "stacks"))).to.deep.equal([]);
    });
  });
}

describe("a local stack whose record is lost", function () {
  this.timeout(180_000);

  it("is swept with its process and all that is in it: nothing is left to delete by hand", async () => {
    const state = mkdtempSync(join(tmpdir(), "lost-"));
    try {
      const local = ["--local", "--state", state, "--engine", "embedded"];
      const up = await stack(["up", "--stack", "lost", ...local]);
      expect(up.code, up.error).to.equal(EXIT.success);
      rmSync(join(state, "stacks", "lost", "stack.json"));
      const left = "Left of the local stack lost: its process and files.\n";
      expect((await stack(["sweep", "--dry-run", ...local])).out).to.equal(left);
      expect(await stack(["sweep", ...local])).to.include({ code: EXIT.success, out: `Nothing had expired.\n${left}` });
      expect(readdirSync(join(state, "stacks"))).to.deep.equal([]);
    } finally {
      rmSync(state, { recursive: true, force: true });
    }
  });
});

describe("the stack command", () => {
  for (const { name, words, says } of [
    { name: "an unknown verb", words: ["deploy"], says: /unknown command 'deploy'/ },
    { name: "an unknown option", words: ["up", "--lokal"], says: /unknown option '--lokal'/ },
    { name: "a wrong time to live", words: ["up", "--ttl", "soon"], says: /no time:/ },
    { name: "configuration without a value", words: ["up", "--config", "x"], says: /KEY=VALUE is expected/ },
    { name: "an illegal name", words: ["up", "--stack", "a/b"], says: /letters, digits/ },
    { name: "a state folder without --local", words: ["list", "--state", "x"], says: /^--state is for local stacks/ },
    { name: "a speed without --local", words: ["up", "--speed", "2"], says: /^--speed is for local stacks/ },
    {
      name: "the embedded engine without --local",
      words: ["up", "--engine", "embedded"],
      says: /^--engine embedded is for local stacks: add --local/,
    },
    { name: "a name that is a folder", words: ["up", "--stack", ".."], says: /no hyphen or period at the beginning/ },
    { name: "a name that is an option", words: ["up", "--stack=-x"], says: /no hyphen or period at the beginning/ },
    {
      name: "outputs that cannot be written, before anything is made",
      words: ["up", "--local", "--outputs", "/dev/null/x/outputs.json"],
      says: /^The outputs cannot be written to \/dev\/null\/x\/outputs.json: /,
    },
    {
      name: "tags that are no JSON object",
      words: ["test", "--local", "--engine", "embedded", "--state", UNUSED, "--config", 'tags={"a":'],
      says: /^The configuration value tags begins like a JSON object and is none: {"a":\n$/,
    },
  ]) {
    it(`refuses ${name}`, async () => {
      const { code, error } = await stack(words);
      expect(code).to.equal(EXIT.other);
      expect(error).to.match(says);
    });
  }

  (hasCli ? it.skip : it)("says how to install the CLI when AWS is asked for without one", async () => {
    const { code, error } = await stack(["up"]);
    expect(code).to.equal(EXIT.other);
    expect(error).to.match(/^The Pulumi CLI is needed [^\n]*get\.pulumi\.com[^\n]*--local[^\n]*\n$/);
  });

  it("says how to clean up in a line that a shell takes as it is", async () => {
    const surface: Surface = { ...SURFACE, environment: {} };
    const open = (state: string) => RunContext.open(surface, { local: true, engine: "embedded", state });
    expect((await open("/tmp/x")).destroyCommand("s")).to.equal(
      "npm run stack -- destroy --stack s --local --state /tmp/x --engine embedded",
    );
    expect((await open("/tmp/ada's")).destroyCommand("s")).to.include(" --state '/tmp/ada'\\''s' ");
  });

  it("tells its exit codes", async () => {
    const { code, out } = await stack(["--help"]);
    expect(code).to.equal(EXIT.success);
    expect(out).to.include("3    the tests failed");
  });

  it("shows the defaults of its options as one would type them", async () => {
    const { out } = await stack(["test", "--help"]);
    expect(out.match(/\(default:\s+[^)]+\)/g)?.map((text) => text.replace(/\s+/g, " "))).to.include.members([
      "(default: 2h)",
      "(default: 30m)",
    ]);
    expect(out).to.not.match(/default: (?:\d{4,}|[{[])/);
  });
});
