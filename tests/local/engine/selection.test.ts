import { expect } from "chai";
import { Selection } from "../../../local/engine/selection.ts";
import { type FakeCloud, fakeCloud } from "./fake-cloud.ts";
import { stackOf } from "./run.ts";

const urn = (kind: string, name: string): string => `urn:pulumi:test::orders::aws:${kind}::${name}`;
const FIRST = urn("sqs/queue:Queue", "first");
const SECOND = urn("sns/topic:Topic", "second");
const THIRD = urn("sqs/queue:Queue", "third");
const APART = urn("sqs/queue:Queue", "apart");

describe("what an operation is about", function () {
  this.timeout(60_000);
  let cloud: FakeCloud;
  let run: ReturnType<typeof stackOf>;

  beforeEach(async () => {
    cloud = fakeCloud();
    run = stackOf(cloud);
  });

  const deployed = async (version: string): Promise<void> => {
    expect((await run("up", version)).complaints).to.deep.equal([]);
    cloud.journal.length = 0;
  };

  it("is a target, and nothing else is touched", async () => {
    await deployed("chain");
    const up = await run("up", "chain-edited", undefined, { selection: { targets: [FIRST] } });
    expect(up.complaints).to.deep.equal([]);
    expect(cloud.journal).to.deep.equal(["update Queue first"]);
    expect(up.summary.changes).to.deep.equal({ same: 4, update: 1 });
  });

  it("is what stands on a target, with --target-dependents", async () => {
    await deployed("chain");
    await run("up", "chain-edited", undefined, { selection: { targets: [SECOND], dependents: true } });
    expect(cloud.journal).to.deep.equal(["update Queue third"]);
  });

  it("is everything but what is excluded", async () => {
    await deployed("chain");
    await run("up", "chain-edited", undefined, { selection: { excludes: ["**queue:Queue::*r*t"] } });
    expect(cloud.journal).to.deep.equal(["update Queue third"]);
    cloud.journal.length = 0;
    const destroyed = await run("destroy", "chain", undefined, { selection: { excludes: [SECOND] } });
    expect(destroyed.complaints).to.deep.equal([]);
    expect(cloud.journal).to.have.members(["delete Queue third", "delete Queue apart"]);
  });

  it("leaves unmade what is no target, and refuses a target that needs it", async () => {
    const alone = await run("up", "chain", undefined, { selection: { targets: [FIRST, APART] } });
    expect(alone.complaints).to.deep.equal([]);
    expect(cloud.journal).to.have.members(["create Queue first", "create Queue apart"]);
    const needy = await run("up", "chain", undefined, { selection: { targets: [THIRD] } });
    expect(needy.complaints).to.deep.equal([
      `stands on ${SECOND}, which is not there and not selected: select that as well`,
    ]);
  });

  it("is named wrongly: nothing is deleted then", async () => {
    await deployed("chain");
    for (const operation of ["destroy", "refresh", "up"] as const) {
      const targets = [APART, urn("sqs/queue:Queue", "aprat")];
      const ended = await run(operation, "chain", undefined, { selection: { targets } });
      expect(ended.complaints).to.deep.equal(["is named, but there is no such resource"]);
    }
    expect(cloud.journal).to.deep.equal([]);
  });

  it("is what is destroyed, unless something else stands on it", async () => {
    await deployed("chain");
    const refused = await run("destroy", "chain", undefined, { selection: { targets: [SECOND] } });
    expect(refused.complaints).to.have.length(1);
    expect(refused.complaints[0]).to.match(/^cannot be deleted alone, because .*third stands on it/);
    expect(cloud.journal).to.deep.equal([]);
    const dependents = { selection: { targets: [SECOND], dependents: true } };
    expect((await run("destroy", "chain", undefined, dependents)).complaints).to.deep.equal([]);
    expect(cloud.journal).to.deep.equal(["delete Queue third", "delete Topic second"]);
    cloud.journal.length = 0;
    await run("up", "chain");
    expect(cloud.journal).to.deep.equal(["create Topic second", "create Queue third"]);
  });

  it("is what is refreshed", async () => {
    await deployed("chain");
    const refreshed = await run("refresh", "chain", undefined, { selection: { targets: ["**::a*", FIRST] } });
    expect(refreshed.summary.changes).to.deep.equal({ same: 2 });
  });

  it("is replaced when it is asked for, whatever its inputs say", async () => {
    await deployed("chain");
    const replaced = await run("up", "chain", undefined, { selection: { replaces: [APART] } });
    expect(replaced.summary.changes).to.include({ replace: 1 });
    expect(cloud.journal).to.deep.equal(["create Queue apart", "delete Queue apart"]);
  });

  it("matches `*` within a part of a URN and `**` across parts, and takes all else literally", () => {
    const standing = { parent: "", provider: "", dependencies: [], propertyDependencies: {}, deletedWith: "" };
    const has = (target: string): boolean => new Selection({ targets: [target] }).has(FIRST, standing);
    expect(has("urn:pulumi:*::orders::aws:sqs/*:Queue::fi*")).to.equal(true);
    expect(has("**::first")).to.equal(true);
    expect(has("*::first")).to.equal(false);
    expect(has("urn.pulumi**")).to.equal(false);
  });
});

describe("a replacement that the inputs do not ask for", function () {
  this.timeout(60_000);

  it("follows replacementTrigger and replaceWith; a first value and a secret one change nothing", async () => {
    const cloud = fakeCloud();
    const run = stackOf(cloud);
    await run("up", "triggered");
    cloud.journal.length = 0;
    expect((await run("up", "triggered-secretly")).summary.changes).to.deep.equal({ same: 3 });
    const again = await run("up", "triggered-again");
    expect(again.complaints).to.deep.equal([]);
    expect(again.summary.changes).to.include({ replace: 2 });
    // Two topics of one name cannot stand side by side, so its follower goes before it.
    expect(cloud.journal).to.deep.equal([
      "delete Queue follower",
      "delete Topic rotated",
      "create Topic rotated",
      "create Queue follower",
    ]);
    cloud.journal.length = 0;
    expect((await run("up", "triggered-again")).summary.changes).to.deep.equal({ same: 3 });
  });
});
