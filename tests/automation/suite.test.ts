import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { SuiteResult } from "../../automation/ephemeral.ts";
import { runSuite } from "../../automation/suite.ts";

const ROOT = join(import.meta.dirname, "..", "..");

/** Runs a suite of one file with this content. */
async function suite(content: string, limit: number, signal = new AbortController().signal): Promise<SuiteResult> {
  const directory = mkdtempSync(join(tmpdir(), "suite-"));
  try {
    writeFileSync(join(directory, "package.json"), '{"type":"module"}');
    symlinkSync(join(ROOT, "node_modules"), join(directory, "node_modules"));
    mkdirSync(join(directory, "tests", "end-to-end"), { recursive: true });
    mkdirSync(join(directory, "tests", "support"));
    writeFileSync(join(directory, "tests", "support", "reporter.ts"), "export default class {}\n");
    writeFileSync(join(directory, "tests", "end-to-end", "one.test.ts"), content);
    return await runSuite({ directory, outputs: {}, signal, limit });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

describe("the suite against a stack", function () {
  this.timeout(60_000);

  it("is ended when it takes longer than it may", async () => {
    const hanging = "await new Promise(() => setInterval(() => undefined, 1000));";
    const { passed, reason } = await suite(hanging, 1000);
    expect(passed).to.equal(false);
    expect(reason).to.equal("the suite was ended after 0 min, the most that --suite-limit allows");
  });

  it("clears away the outputs that a killed run has left, and no others", async () => {
    // The first is above the highest number that a process can have.
    const [left, kept] = [4_194_305, process.ppid].map((pid) => mkdtempSync(join(tmpdir(), `stack-outputs-${pid}-`)));
    try {
      await suite('it("passes", () => {});', 50_000);
      expect([left, kept].map((folder) => existsSync(folder ?? ""))).to.deep.equal([false, true]);
    } finally {
      for (const folder of [left, kept]) rmSync(folder ?? "", { recursive: true, force: true });
    }
  });

  it("passes, fails, and is ended when the run is", async () => {
    expect(await suite('it("passes", () => {});', 50_000)).to.deep.equal({ passed: true });
    expect(await suite('it("fails", () => { throw new Error(); });', 50_000)).to.deep.equal({ passed: false });
    const { reason } = await suite('it("hangs", () => new Promise(() => {}));', 50_000, AbortSignal.timeout(500));
    expect(reason).to.match(/^the suite was ended by SIGTERM$/);
  });
});
