import { ConcurrentUpdateError } from "@pulumi/pulumi/automation/index.js";
import { expect } from "chai";
import { type SuiteResult, testEphemeral } from "../../automation/ephemeral.ts";
import { EXIT } from "../../automation/exit-codes.ts";
import { Failure } from "../../automation/failures.ts";
import { type Call, FakeStacks, fakeInterruption, type Script, textProgress } from "./fake-stacks.ts";

interface Run {
  readonly script?: Script;
  readonly suite?: () => Promise<SuiteResult>;
  readonly signal?: NodeJS.Signals;
  /** Interrupts while the suite runs. */
  readonly duringSuite?: boolean;
  readonly name?: string;
  /** Whether a stack of that name is there already, with resources, and does not expire. */
  readonly isOthers?: boolean;
}

async function run({ script = {}, suite, signal, duringSuite = false, name = "pr-1-abcdefg", isOthers = false }: Run) {
  const interruption = fakeInterruption(signal);
  const stacks = new FakeStacks(script, () => interruption.interrupt());
  stacks.isOthers = isOthers;
  const { progress, text } = textProgress();
  const result = await testEphemeral({
    stacks,
    name,
    config: {},
    tags: {},
    progress,
    interruption,
    lastResort: "npm run stack -- destroy --stack pr-1-abcdefg",
    suite: async (outputs) => {
      expect(outputs).to.deep.equal({ webSocketUrl: "ws://x" });
      if (duringSuite) interruption.interrupt();
      return suite === undefined ? { passed: !duringSuite } : suite();
    },
  });
  return { ...result, stacks, text };
}

const broken = new Error("broken");
/** What the Automation API makes of another run's lock. */
const locked = new Failure("locked", EXIT.deployment, { cause: Object.create(ConcurrentUpdateError.prototype) });

describe("an ephemeral stack under test", () => {
  it("stays when another run is at work on it", async () => {
    const { exitCode, failures, stacks } = await run({ script: { up: [locked] } });
    const way = "Ending that run and destroying its stack: npm run stack -- destroy --stack pr-1-abcdefg";
    expect({ exitCode, failures }).to.deep.equal({ exitCode: EXIT.deployment, failures: [`locked\n${way}`] });
    expect(stacks.calls).to.deep.equal(["open", "tag", "configure", "up"]);
  });

  it("is not what it takes a stack for that was made to stay", async () => {
    const { exitCode, failures, stacks } = await run({ name: "production", isOthers: true });
    expect(exitCode).to.equal(EXIT.other);
    expect(failures).to.have.length(1);
    expect(failures[0]).to.match(/^production is no ephemeral stack: it has resources/);
    expect(stacks.calls).to.deep.equal(["open"] satisfies Call[]);
  });

  it("may have any name when it is new", async () => {
    expect((await run({ name: "production" })).exitCode).to.equal(EXIT.success);
  });

  it("is tagged first, then deployed, tested, destroyed and removed", async () => {
    const { exitCode, failures, stacks } = await run({});
    expect(exitCode).to.equal(EXIT.success);
    expect(failures).to.deep.equal([]);
    expect(stacks.calls).to.deep.equal([
      "open",
      "tag",
      "configure",
      "up",
      "outputs",
      "find",
      "destroy",
      "remove",
    ] satisfies Call[]);
  });

  for (const [name, given, code, message] of [
    ["tests fail", { suite: async () => ({ passed: false, reason: "2 of 40" }) }, EXIT.tests, "2 of 40"],
    ["the suite crashes", { suite: () => Promise.reject(broken) }, EXIT.tests, "broken"],
    ["the deployment fails", { script: { up: [broken] } }, EXIT.deployment, "broken"],
    ["the outputs cannot be read", { script: { outputs: [broken] } }, EXIT.deployment, "broken"],
    ["the stack cannot be made whole", { script: { open: [broken] } }, EXIT.other, "broken"],
    ["it cannot be tagged", { script: { tag: [broken] } }, EXIT.other, "broken"],
    ["the configuration is refused", { script: { configure: [broken] } }, EXIT.other, "broken"],
  ] satisfies [string, Run, number, string][]) {
    it(`is gone when ${name}, and the exit code says so`, async () => {
      const { exitCode, failures, stacks } = await run(given);
      expect(exitCode).to.equal(code);
      expect(failures).to.have.length(1);
      expect(failures[0]).to.include(message);
      expect(stacks.exists).to.equal(false);
      expect(stacks.hasResources).to.equal(false);
    });
  }

  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const) {
    for (const stage of ["open", "tag", "configure", "up", "outputs", "find", "destroy", "remove"] satisfies Call[]) {
      it(`is gone after ${signal} at ${stage}`, async () => {
        const { exitCode, failures, stacks } = await run({ signal, script: { [stage]: ["interrupt"] } });
        expect(exitCode).to.equal(code);
        expect(failures).to.deep.equal([]);
        expect(stacks.exists).to.equal(false);
        expect(stacks.hasResources).to.equal(false);
      });
    }
    it(`is gone after ${signal} while the suite runs`, async () => {
      const { exitCode, failures, stacks } = await run({ signal, duringSuite: true });
      expect(exitCode).to.equal(code);
      expect(failures).to.deep.equal([]);
      expect(stacks.exists).to.equal(false);
    });
  }

  it("begins nothing new once it has been interrupted", async () => {
    const { stacks } = await run({ script: { tag: ["interrupt"] } });
    expect(stacks.calls).to.not.include("up");
  });

  it("is repaired before it is destroyed when its deployment was cut off, and only then", async () => {
    const cut = await run({ script: { up: ["interrupt"] } });
    expect(cut.stacks.calls.slice(-4)).to.deep.equal(["find", "repair", "destroy", "remove"] satisfies Call[]);
    expect((await run({})).stacks.calls).to.not.include("repair");
  });

  it("is destroyed again, after a repair, when that fails", async () => {
    const { exitCode, stacks, text } = await run({ script: { destroy: [broken, broken] } });
    expect(exitCode).to.equal(EXIT.success);
    expect(stacks.calls.filter((call) => call === "destroy")).to.have.length(3);
    expect(stacks.calls.filter((call) => call === "repair")).to.have.length(2);
    expect(text()).to.include("attempt 3");
  });

  it("is destroyed even when it cannot be repaired", async () => {
    const { exitCode, stacks, text } = await run({ script: { configure: [broken], repair: [broken] } });
    expect(exitCode).to.equal(EXIT.other);
    expect(stacks.exists).to.equal(false);
    expect(text()).to.include("could not be repaired: broken");
  });

  for (const call of ["find", "destroy", "remove"] satisfies Call[]) {
    it(`says how to clean up when ${call} fails for good, and that wins over every other failure`, async () => {
      const { exitCode, failures } = await run({
        script: { [call]: [broken, broken, broken] },
        suite: async () => ({ passed: false }),
      });
      expect(exitCode).to.equal(EXIT.cleanup);
      expect(failures).to.have.length(2);
      expect(failures[1]).to.include("could not be cleaned up: broken. Clean up with: npm run stack -- destroy");
    });
  }

  it("says so as well when it was interrupted", async () => {
    const { exitCode } = await run({ script: { up: ["interrupt"], destroy: [broken, broken, broken] } });
    expect(exitCode).to.equal(EXIT.cleanup);
  });
});
