import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Steps, stepOf } from "../../../local/engine/steps/steps.ts";
import { EmbeddedCli, expectSentence } from "./embedded-cli.ts";

interface Told {
  readonly resourcePreEvent?: { readonly metadata: { readonly op: string; readonly urn: string } };
  readonly resOutputsEvent?: { readonly metadata: { readonly op: string; readonly urn: string } };
  readonly preludeEvent?: { readonly config: Readonly<Record<string, string>> };
}

/** How many steps were under way at most, by the events of an operation. */
function mostAtOnce(stdout: string): number {
  const open = new Set<string>();
  let most = 0;
  for (const line of stdout.trim().split("\n")) {
    const { resourcePreEvent: begun, resOutputsEvent: done }: Told = JSON.parse(line);
    if (begun !== undefined) open.add(`${begun.metadata.op} ${begun.metadata.urn}`);
    if (done !== undefined) open.delete(`${done.metadata.op} ${done.metadata.urn}`);
    most = Math.max(most, open.size);
  }
  return most;
}

describe("the embedded executable's options have their effect", function () {
  this.timeout(120_000);
  const cli = new EmbeddedCli("orders");
  const scratch = mkdtempSync(join(tmpdir(), "told-"));

  before(async () => {
    await cli.run(["stack", "select", "--create", "s"]);
    await cli.run(["config", "set", "version", "first"]);
  });
  after(async () => {
    await cli.clear("s");
    rmSync(scratch, { recursive: true, force: true });
  });

  it("--show-secrets shows what is secret in a preview, as text, as JSON and in a plan", async () => {
    const plan = join(scratch, "plan.json");
    for (const words of [["--diff"], ["--json"], []]) {
      const shut = await cli.run(["preview", ...words]);
      expect(shut.code, shut.stderr).to.equal(0);
      expect(shut.stdout, words.join(" ")).to.include("[secret]").and.not.include("hunter2");
      const open = await cli.run(["preview", "--show-secrets", ...words]);
      expect(open.stdout, words.join(" ")).to.include("hunter2").and.not.include("[secret]");
    }
    await cli.run(["preview", "--save-plan", plan]);
    expect(readFileSync(plan, "utf8")).to.not.include("hunter2");
    await cli.run(["preview", "--save-plan", plan, "--show-secrets"]);
    expect(readFileSync(plan, "utf8")).to.include("hunter2");
  });

  it("--suppress-outputs says nothing of the outputs in any form", async () => {
    for (const form of [[], ["--diff"]]) {
      expect((await cli.run(["preview", ...form])).stdout).to.include("utputs:");
      expect((await cli.run(["preview", "--suppress-outputs", ...form])).stdout).to.not.include("utputs:");
    }
  });

  it("--parallel 1 is one resource after the other, and --show-secrets opens the events but not the configuration", async () => {
    await cli.run(["config", "set", "--secret", "aws:token", "swordfish"]);
    const up = await cli.run(["up", "--yes", "--json", "--parallel", "1", "--show-secrets"]);
    expect(up.code, up.stdout).to.equal(0);
    expect(mostAtOnce(up.stdout)).to.equal(1);
    expect(up.stdout).to.include("hunter2");
    const [prelude]: Told[] = up.stdout.split("\n").map((line) => JSON.parse(line === "" ? "{}" : line));
    expect(prelude?.preludeEvent?.config["aws:token"]).to.equal("[secret]");
    const digest = JSON.parse((await cli.run(["preview", "--json", "--suppress-outputs"])).stdout);
    expect(digest.steps[0].urn).to.include("pulumi:pulumi:Stack");
    expect(digest.steps[0].newState).to.not.have.any.keys("inputs", "outputs");
    for (const operation of ["refresh", "up"]) {
      const words = [operation, "--yes", "--expect-no-changes"];
      expect((await cli.run(words)).stdout).to.match(/secret +: \[secret\]/);
      const open = await cli.run([...words, "--show-secrets"]);
      expect(open.stdout).to.match(/secret +: "hunter2"/);
      expect(open.stdout).to.not.include("[secret]");
    }
  });

  it("`stack` shows the outputs, what is secret only with --show-secrets", async () => {
    expect((await cli.run(["stack"])).stdout).to.match(
      /\nCurrent stack outputs \(\d\):\n[\s\S]* {4}secret +\[secret\]\n/,
    );
    expect((await cli.run(["stack", "--show-secrets"])).stdout).to.match(/ {4}secret +hunter2\n/);
  });

  it("--exec-agent and --exec-kind are remembered", async () => {
    await cli.run(["refresh", "--yes", "--exec-kind", "auto.local", "--exec-agent", "tests/1"]);
    const [latest] = JSON.parse((await cli.run(["stack", "history", "--json"])).stdout);
    expect(latest.environment).to.deep.equal({ "exec.kind": "auto.local", "exec.agent": "tests/1" });
  });

  it("says in a line what has none", async () => {
    for (const [words, says] of [
      [["--color", "always"], /^warning: --color always has no effect here: [^\n]+\n$/],
      [["--emoji"], /^warning: --emoji has no effect here: [^\n]+\n$/],
      [["--verbose", "9"], /^warning: --verbose has no effect here: [^\n]+\n$/],
      [["--color", "never"], /^$/],
    ] as const) {
      const ended = await cli.run(["stack", "ls", ...words]);
      expect(ended.code).to.equal(0);
      expect(ended.stderr).to.match(says);
    }
  });

  for (const { words, says, code = 2 } of [
    { words: ["up", "--parallel", "many"], says: /--parallel is a whole number, not "many"/ },
    { words: ["up", "--color", "blue"], says: /--color is one of auto, always, never, raw, not "blue"/ },
    { words: ["refresh", "--refresh"], says: /`pulumi refresh`: Unknown option '--refresh'/ },
    { words: ["up", "--clear-pending-creates"], says: /Unknown option '--clear-pending-creates'/ },
    { words: ["stack", "rm", "--json"], says: /Unknown option '--json'/ },
    { words: ["config", "set", "a", "b", "--show-secrets"], says: /Unknown option '--show-secrets'/ },
    { words: ["cancel"], says: /non-interactive mode requires --yes flag/ },
    { words: ["config", "set", "", "x"], says: /could not parse "" as a configuration key/ },
    { words: ["config", "set", "aws:", "x"], says: /could not parse "aws:" as a configuration key/ },
    { words: ["config", "set-all", "--json", "[1]"], says: /the configuration of --json is no object/ },
    { words: ["stack", "tag", "get", "__proto__"], says: /stack tag '__proto__' not found/, code: 1 },
    { words: ["stack", "output", "constructor"], says: /does not have output property 'constructor'/, code: 1 },
  ]) {
    it(`refuses ${words.join(" ")}`, async () => {
      const ended = await cli.run(words);
      expect(ended.code).to.equal(code);
      expectSentence(ended, says);
    });
  }
});

describe("steps that may not be many at once", () => {
  const step = (name: string) => stepOf("create", { urn: `urn:pulumi:s::p::a:b:C::${name}`, custom: true });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  for (const { parallel, expected } of [
    { parallel: 1, expected: 1 },
    { parallel: 2, expected: 2 },
    { parallel: undefined, expected: 5 },
  ]) {
    it(`are ${expected} of 5 with ${parallel ?? "no limit"}`, async () => {
      const steps = new Steps({ emit: () => undefined, state: { get: () => undefined }, parallel });
      let now = 0;
      let most = 0;
      const work = async (): Promise<void> => {
        most = Math.max(most, ++now);
        await turn();
        now--;
      };
      await Promise.all(["a", "b", "c", "d", "e"].map((name) => steps.run(step(name), work)));
      expect(most).to.equal(expected);
    });
  }

  it("are not begun any more when one before them has failed", async () => {
    const steps = new Steps({ emit: () => undefined, state: { get: () => undefined }, parallel: 1 });
    const begun: string[] = [];
    const run = (name: string): Promise<void> =>
      steps.run(step(name), async () => {
        begun.push(name);
        await turn();
        if (name === "b") throw new Error("no");
      });
    const ends = await Promise.allSettled(["a", "b", "c"].map(run));
    expect(ends.map(({ status }) => status)).to.deep.equal(["fulfilled", "rejected", "rejected"]);
    expect(begun).to.deep.equal(["a", "b"]);
  });
});
