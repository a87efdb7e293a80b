import { expect } from "chai";
import { changedOutputs, outcome, savedLine } from "../../../../local/cli/watch/messages.ts";
import type { Summary } from "../../../../local/engine/events.ts";
import type { Redeployment } from "../../../../local/redeploy.ts";

function redeployment(succeeded: boolean, changes: Summary["changes"]): Redeployment {
  const summary: Summary = { operation: "up", planning: false, succeeded, changes, milliseconds: 1234 };
  return { succeeded, refused: false, outputs: {}, summary };
}

describe("What --watch says", () => {
  it("names a few of the saved files", () => {
    expect(savedLine(["index.ts"])).to.equal("\nindex.ts saved\n");
    expect(savedLine(["a.ts", "b.ts", "c.ts", "d.ts", "e.ts"])).to.equal("\na.ts, b.ts, c.ts and 2 more saved\n");
  });

  it("counts what was changed", () => {
    const changes = { same: 150, update: 2, replace: 1, "create-replacement": 1, "delete-replaced": 1, delete: 3 };
    expect(outcome(redeployment(true, changes))).to.equal("Deployed in 1.2 s: 2 updated, 1 replaced, 3 deleted.\n");
    expect(outcome(redeployment(true, { same: 159 }))).to.equal("Nothing to deploy.\n");
  });

  it("says what a wrong program leaves", () => {
    const after = "What runs goes on, and the next save tries again.\n";
    expect(outcome(redeployment(false, { same: 1 }))).to.equal(`Nothing is deployed of it. ${after}`);
    expect(outcome(redeployment(false, { create: 1, same: 1 }))).to.equal(`Deployed in part: 1 created. ${after}`);
  });

  it("shows outputs that are others now, new ones and those that are gone", () => {
    const before = { url: "ws://a", name: "orders", list: [1] };
    expect(changedOutputs(before, { url: "ws://b", name: "orders", count: 2 })).to.equal(
      "  url: ws://b\n  list: gone\n  count: 2\n",
    );
    expect(changedOutputs(before, { ...before, list: [1] })).to.equal("");
    expect(changedOutputs(before, { ...before, url: "" })).to.equal('  url: ""\n');
  });
});
