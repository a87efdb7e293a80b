import { expect } from "chai";
import { fakeCloud } from "./fake-cloud.ts";
import { keepingStorage, stackOf } from "./run.ts";

// https://www.pulumi.com/docs/iac/operations/stack-management/run-program/ and pulumi/pulumi
// `pkg/resource/deploy/step_generator.go` (`refreshMode`, `destroyMode`).
const RUN = { runProgram: true };

describe("A program that is run for a refresh or a destroy", function () {
  this.timeout(60_000);

  it("says what its providers are, and nothing else", async () => {
    const cloud = fakeCloud();
    const storage = keepingStorage();
    const run = stackOf(cloud, storage);
    await run("up", "provider");
    cloud.journal.length = 0;
    const tagsOfProvider = (): string => {
      const kept = storage.collection("pulumi/orders/test").entries();
      return JSON.stringify(kept.find(([urn]) => urn.includes("pulumi:providers:aws::explicit"))?.[1]);
    };
    const without = await run("refresh", "provider-edited");
    expect(without.complaints).to.deep.equal([]);
    expect(tagsOfProvider()).to.include("orders").and.not.include("kitchen");
    const refreshed = await run("refresh", "provider-edited", undefined, RUN);
    expect(refreshed.complaints).to.deep.equal([]);
    expect(tagsOfProvider()).to.include("kitchen");
    expect(cloud.journal).to.deep.equal([]);
  });

  it("has each resource read once, those that it does not have any more as well", async () => {
    const cloud = fakeCloud();
    const run = stackOf(cloud);
    await run("up", "first");
    cloud.journal.length = 0;
    const { complaints, summary } = await run("refresh", "second", undefined, RUN);
    expect(complaints).to.deep.equal([]);
    expect(summary.changes).to.deep.equal({ same: 4 });
    expect(cloud.journal).to.deep.equal([]);
  });

  it("makes nothing that is to be destroyed", async () => {
    const cloud = fakeCloud();
    const run = stackOf(cloud);
    await run("up", "api");
    cloud.journal.length = 0;
    const { complaints } = await run("destroy", "first", undefined, RUN);
    expect(complaints).to.deep.equal([]);
    expect(cloud.journal).to.have.members(["delete Topic told", "delete Route route", "delete Api api"]);
    expect(cloud.things).to.have.length(0);
  });

  for (const operation of ["refresh", "destroy"] as const) {
    it(`that fails ends a ${operation} before it begins`, async () => {
      const cloud = fakeCloud();
      const run = stackOf(cloud);
      await run("up", "api");
      cloud.journal.length = 0;
      const { complaints, steps } = await run(operation, "throws", undefined, RUN);
      expect(complaints).to.have.length(1);
      expect(complaints[0]).to.include("the program is wrong");
      expect([steps, cloud.journal]).to.deep.equal([[], []]);
    });
  }
});
