import { expect } from "chai";
import { runSuite } from "../../automation/suite.ts";

describe("a suite that was interrupted before it began", () => {
  it("is ended at once", async () => {
    const directory = new URL("../..", import.meta.url).pathname;
    const result = await runSuite({ directory, outputs: {}, signal: AbortSignal.abort(), limit: 600_000 });
    expect(result).to.deep.equal({ passed: false, reason: "the suite was ended by SIGTERM" });
  });
});
