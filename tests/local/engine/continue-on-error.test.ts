import { expect } from "chai";
import { fakeCloud } from "./fake-cloud.ts";
import { stackOf } from "./run.ts";

// pulumi/pulumi `pkg/resource/deploy/step_executor.go` (`cancelDueToError`) and `deployment_executor.go` (`handleSingleEvent`,
// `performDeletes`).
const CONTINUE = { continueOnError: true };

describe("A resource that fails", function () {
  this.timeout(60_000);

  it("ends nothing but itself with continueOnError: the rest is made, changed and deleted", async () => {
    const cloud = fakeCloud();
    const run = stackOf(cloud);
    await run("up", "apart");
    cloud.journal.length = 0;
    const failed = await run("up", "apart-fails", undefined, CONTINUE);
    expect([failed.succeeded, failed.refused]).to.deep.equal([false, false]);
    expect(failed.complaints).to.deep.equal(["QueueDeletedRecently: wait a minute"]);
    expect(cloud.journal).to.have.members(["create Queue refused", "update Topic apart", "delete Topic dropped"]);
  });

  it("takes what stands on it with it, and fails a program that does not recover from it", async () => {
    const cloud = fakeCloud();
    const run = stackOf(cloud);
    await run("up", "apart");
    cloud.journal.length = 0;
    const failed = await run("up", "apart-fails-below", undefined, CONTINUE);
    const [first, second, ...more] = failed.complaints;
    expect([first, more]).to.deep.equal(["QueueDeletedRecently: wait a minute", []]);
    expect(second).to.match(/resource refused \[aws:sqs\/queue:Queue\] failed to register$/);
    // A program that has failed deletes nothing.
    expect(cloud.journal).to.have.members(["create Queue refused", "update Topic apart"]);
  });

  it("ends the operation without it", async () => {
    const cloud = fakeCloud();
    const run = stackOf(cloud);
    await run("up", "apart");
    cloud.journal.length = 0;
    const failed = await run("up", "apart-fails");
    expect(failed.complaints).to.deep.equal(["QueueDeletedRecently: wait a minute"]);
    expect(cloud.journal).to.include("create Queue refused").and.not.include("delete Topic dropped");
  });
});

describe("A resource that cannot be deleted", function () {
  this.timeout(60_000);

  it("ends a destroy", async () => {
    const cloud = fakeCloud({ keeps: "echo" });
    const run = stackOf(cloud);
    await run("up", "first");
    cloud.journal.length = 0;
    const failed = await run("destroy", "first");
    expect(failed.complaints).to.deep.equal(["ResourceInUse: try again"]);
    expect(cloud.journal).to.deep.equal([]);
    expect(cloud.things).to.have.length(4);
  });

  it("keeps with continueOnError what it stands on, and the rest goes", async () => {
    const cloud = fakeCloud({ keeps: "echo" });
    const run = stackOf(cloud);
    await run("up", "first");
    cloud.journal.length = 0;
    const failed = await run("destroy", "first", undefined, CONTINUE);
    expect(failed.complaints).to.deep.equal(["ResourceInUse: try again"]);
    expect(cloud.journal).to.deep.equal(["delete Topic gone"]);
  });
});
