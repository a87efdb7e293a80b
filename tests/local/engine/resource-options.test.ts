import { expect } from "chai";
import { type FakeCloud, fakeCloud } from "./fake-cloud.ts";
import { stackOf } from "./run.ts";

const TOPIC = "aws:sns/topic:Topic";
const NO_REPLACEMENT =
  "previously-imported resources that still specify an ID may not be replaced; " +
  "please remove the `import` declaration from your program";

/** A cloud in which somebody else has made a topic. */
function cloudWithTopic(): FakeCloud {
  const cloud = fakeCloud();
  cloud.things.set("id-0", { type: TOPIC, id: "id-0", inputs: { name: "there", displayName: "there" } });
  return cloud;
}

// pulumi/pulumi pkg/resource/deploy/step_generator.go, `continueStepsFromImport`; docs: migration/import, "Mismatched state".
describe("the option import", function () {
  this.timeout(60_000);

  it("takes a resource over once, though the id to import it by is another than its own", async () => {
    const cloud = cloudWithTopic();
    const run = stackOf(cloud);
    expect((await run("up", "taken")).summary.changes).to.deep.equal({ create: 1, import: 1 });
    expect((await run("up", "taken")).summary.changes).to.deep.equal({ same: 2 });
    expect(cloud.journal).to.deep.equal([]);
    expect((await run("up", "taken-edited")).summary.changes).to.deep.equal({ same: 1, update: 1 });
    expect(cloud.things.get("id-0")?.inputs).to.include({ displayName: "edited" });
  });

  it("changes what it took over to what the program says", async () => {
    const cloud = cloudWithTopic();
    const run = stackOf(cloud);
    const preview = await run("preview", "taken-edited");
    expect(preview.summary.changes).to.deep.equal({ create: 1, import: 1, update: 1 });
    expect(cloud.journal).to.deep.equal([]);
    expect((await run("up", "taken-edited")).complaints).to.deep.equal([]);
    expect(cloud.journal).to.deep.equal(["update Topic taken"]);
  });

  for (const version of ["taken-renamed", "taken-unnamed"]) {
    it(`refuses to replace what still says what to import: ${version}`, async () => {
      const cloud = cloudWithTopic();
      const run = stackOf(cloud);
      const preview = await run("preview", version);
      expect(preview.succeeded).to.equal(true);
      expect(preview.complaints).to.deep.equal([NO_REPLACEMENT]);
      expect((await run("up", version)).complaints).to.deep.equal([NO_REPLACEMENT]);
      expect(cloud.journal).to.deep.equal([]);
      // It has been taken over all the same, and the program that describes it changes nothing.
      expect((await run("up", "taken")).summary.changes).to.deep.equal({ same: 2 });
    });
  }

  it("deletes what the program had in its place", async () => {
    const cloud = cloudWithTopic();
    const run = stackOf(cloud);
    await run("up", "taken-made");
    await run("up", "taken");
    expect(cloud.journal).to.deep.equal(["create Topic taken", "delete Topic taken"]);
    expect([...cloud.things.keys()]).to.deep.equal(["id-0"]);
  });
});

describe("an option of a resource", function () {
  this.timeout(60_000);

  it("customTimeouts has durations as Go reads them", async () => {
    const run = stackOf(fakeCloud());
    expect((await run("up", "timeouts")).complaints).to.deep.equal([]);
    expect((await run("preview", "timeouts-wrong")).complaints).to.deep.equal([
      "unable to parse customTimeout Value 5 minutes",
    ]);
  });

  it("ignoreChanges is refused where a part of its path is gone", async () => {
    const run = stackOf(fakeCloud());
    expect((await run("up", "listed")).complaints).to.deep.equal([]);
    expect((await run("preview", "listed-shorter")).complaints).to.deep.equal([
      "cannot ignore changes to the following properties because one or more elements of the path are missing: " +
        '"attributes[1].type"',
    ]);
  });

  for (const [version, what] of [
    ["transforms", "transforms"],
    ["hooks", "resource hooks"],
  ] as const) {
    it(`that is not served is refused by name, and no CLI is to be updated for it: ${what}`, async () => {
      const { complaints } = await stackOf(fakeCloud())("preview", version);
      expect(complaints.join()).to.include(`the local runtime does not serve ${what}`).and.not.include("update");
    });
  }
});
