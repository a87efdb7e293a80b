import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { EXIT } from "../../automation/exit-codes.ts";
import { run } from "../../automation/main.ts";
import { fakeInterruption } from "./fake-stacks.ts";

describe("a verb that is interrupted", function () {
  this.timeout(120_000);

  for (const [signal, code] of [
    ["SIGINT", EXIT.interrupted],
    ["SIGTERM", EXIT.terminated],
  ] as const) {
    it(`deploys nothing after ${signal}, says so, and ends with ${code}`, async () => {
      const state = mkdtempSync(join(tmpdir(), "interrupted-"));
      const interruption = fakeInterruption(signal);
      const said: string[] = [];
      const surface = {
        environment: process.env,
        interruption,
        isTerminal: false,
        columns: 80,
        out: (text: string) => said.push(text),
        error: (text: string) => said.push(text),
        now: () => new Date(),
        pause: async () => undefined,
      };
      try {
        interruption.interrupt();
        const words = ["up", "--local", "--stack", "one", "--state", state, "--engine", "embedded"];
        expect(await run(words, surface)).to.equal(code);
        expect(said).to.deep.equal(["Interrupted.\n"]);
        const again = { ...surface, interruption: fakeInterruption() };
        expect(await run(["destroy", ...words.slice(1)], again)).to.equal(EXIT.success);
        expect(readdirSync(join(state, "stacks"))).to.deep.equal([]);
      } finally {
        rmSync(state, { recursive: true, force: true });
      }
    });
  }
});

describe("a run whose reader goes away", function () {
  this.timeout(120_000);

  it("comes to its end all the same and leaves nothing", async () => {
    const state = mkdtempSync(join(tmpdir(), "unread-"));
    try {
      const cli = join(import.meta.dirname, "..", "..", "automation", "cli.ts");
      const words = ["preview", "--local", "--stack", "one", "--state", state, "--engine", "embedded"];
      const child = spawn(process.execPath, [cli, ...words], { stdio: ["ignore", "pipe", "pipe"] });
      // As `| head` does, and a terminal that is closed.
      child.stdout.destroy();
      child.stderr.destroy();
      const [code] = await once(child, "exit");
      expect(code).to.equal(EXIT.success);
      expect(readdirSync(join(state, "stacks"))).to.deep.equal([]);
    } finally {
      rmSync(state, { recursive: true, force: true });
    }
  });
});
