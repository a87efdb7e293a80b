import { readFileSync } from "node:fs";
import { expect } from "chai";
import { stopAll, subject } from "./support.ts";

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly handler?: string;
  readonly errorType: string;
  readonly errorMessage: string;
  /** The first line of the trace. */
  readonly trace?: string;
  /** What the log says, too. */
  readonly logged?: string;
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(new URL("../../cases/lambda/failures.json", import.meta.url), "utf8"),
);

const UUID = /[0-9a-f]{8}-[0-9a-f-]{27}/;

describe("A function that fails", () => {
  afterEach(stopAll);

  for (const { name, files, handler = "index.handler", errorType, errorMessage, trace, logged = "" } of cases) {
    it(`says so as on AWS: ${name}`, async () => {
      const { create, invoke } = subject();
      // Nothing here is about time, and a busy machine needs more than 3 seconds to fill a memory.
      await create("f", files, { Handler: handler, Timeout: 60 });
      const { error, payload, status, log } = await invoke("f");
      expect(log).to.match(/^START RequestId: [\s\S]*END RequestId: .*\nREPORT RequestId: /m);
      expect(log).to.contain(logged);
      const failure = payload as { errorType: string; errorMessage: string; trace?: string[] };
      expect({ status, error, type: failure.errorType }).to.deep.equal({
        status: 200,
        error: "Unhandled",
        type: errorType,
      });
      expect(failure.errorMessage.replace(UUID, "ID")).to.equal(errorMessage);
      if (trace !== undefined) expect(failure.trace?.[0]).to.equal(trace);
      expect(failure.trace?.join("\n") ?? "").to.not.contain("[worker eval]");
    });
  }

  it("starts again with fresh state after a crash", async () => {
    const { create, invoke } = subject();
    const source = "let n = 0; export const handler = async ({ exit }) => { if (exit) process.exit(3); return ++n }";
    await create("f", { "index.mjs": source });
    expect((await invoke("f")).payload).to.equal(1);
    expect((await invoke("f")).payload).to.equal(2);
    expect((await invoke("f", { exit: true })).error).to.equal("Unhandled");
    expect((await invoke("f")).payload).to.equal(1);
  });
});
