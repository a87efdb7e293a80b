import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { EngineEvent } from "../../../local/engine/events.ts";
import { plainMap, Secret, UNKNOWN } from "../../../local/provider/values.ts";
import { fileStorage } from "../../../local/storage.ts";
import { type FakeCloud, fakeCloud } from "./fake-cloud.ts";
import { stackOf } from "./run.ts";

const CREATED = ["create Queue queue", "create Topic gone", "create Table orders-table", "create Function echo"];

describe("The embedded engine", function () {
  // A program is a process of its own, and a busy machine may take its time to start several.
  this.timeout(60_000);
  let cloud: FakeCloud;
  beforeEach(() => {
    cloud = fakeCloud();
  });

  describe("running one program again and again", () => {
    it("previews without a trace, deploys, and changes only what differs", async () => {
      const run = stackOf(cloud);

      const preview = await run("preview", "first");
      expect(preview.complaints).to.deep.equal([]);
      expect(cloud.journal).to.deep.equal([]);
      expect(preview.summary.changes).to.deep.equal({ create: 6 });
      expect(preview.outputs["functionArn"]).to.equal(UNKNOWN);
      expect(preview.outputs["secret"]).to.deep.equal(new Secret("hunter2"));

      const up = await run("up", "first");
      expect(up.complaints).to.deep.equal([]);
      expect(cloud.journal).to.have.members(CREATED);
      expect(cloud.journal.at(-1)).to.equal("create Function echo");
      const tableName = plainMap(up.outputs)["tableName"];
      expect(tableName).to.match(/^orders-table-[0-9a-f]{7}$/);
      expect(plainMap(up.outputs)).to.deep.equal({
        accountId: "000000000000",
        functionArn: "arn:id-4",
        secret: "hunter2",
        tableName,
      });
      const echo = cloud.things.get("id-4")?.inputs;
      expect(echo?.["environment"]).to.deep.equal({ variables: { TABLE: tableName, SECRET: "hunter2" } });

      cloud.journal.length = 0;
      const again = await run("up", "first");
      expect(again.summary.changes).to.deep.equal({ same: 6 });
      expect(cloud.journal).to.deep.equal([]);

      const edited = await run("up", "second");
      expect(edited.complaints).to.deep.equal([]);
      // The new table is made before the function moves to it, the old one goes last, and so does what was dropped.
      expect(cloud.journal).to.deep.equal([
        "update Queue queue",
        "create Table orders-table",
        "update Function echo",
        "delete Table orders-table",
        "delete Topic gone",
      ]);
      expect(plainMap(edited.outputs)["tableName"])
        .to.match(/^orders-table-/)
        .and.not.equal(tableName);

      cloud.journal.length = 0;
      const destroyed = await run("destroy", "second");
      expect(destroyed.succeeded).to.equal(true);
      expect(cloud.journal[0]).to.equal("delete Function echo");
      expect(cloud.things).to.have.length(0);
    });

    it("goes on from the state of an earlier process", async () => {
      const directory = mkdtempSync(join(tmpdir(), "engine-"));
      try {
        const first = fileStorage(directory);
        await stackOf(cloud, first)("up", "first");
        first.close();
        cloud.journal.length = 0;
        const second = fileStorage(directory);
        const run = stackOf(cloud, second);
        expect((await run("up", "first")).summary.changes).to.deep.equal({ same: 6 });
        await run("destroy", "first");
        expect(cloud.journal).to.have.members(CREATED.map((step) => step.replace("create", "delete")));
        second.close();
      } finally {
        rmSync(directory, { recursive: true });
      }
    });

    it("sees at a refresh what was changed and what has gone behind its back", async () => {
      const run = stackOf(cloud);
      await run("up", "first");
      const queue = cloud.things.get("id-1");
      const topic = [...cloud.things.values()].find(({ type }) => type.endsWith("Topic"));
      if (queue === undefined || topic === undefined) throw new Error("the program makes both");
      queue.inputs = { ...queue.inputs, delaySeconds: 9 };
      cloud.things.delete(topic.id);

      const refreshed = await run("refresh", "first");
      expect(refreshed.complaints).to.deep.equal(["aws:sns/topic:Topic gone has gone: the next run makes it again"]);
      cloud.journal.length = 0;
      await run("up", "first");
      expect(cloud.journal).to.have.members(["update Queue queue", "create Topic gone"]);
      expect(cloud.things.get("id-1")?.inputs["delaySeconds"]).to.equal(0);
    });
  });

  it("deletes first what cannot stand beside its replacement, and what would have to go with it", async () => {
    const run = stackOf(cloud);
    await run("up", "api");
    cloud.journal.length = 0;
    const replaced = await run("up", "api-renamed");
    expect(replaced.complaints).to.deep.equal([]);
    expect(cloud.journal.slice(0, 3)).to.deep.equal(["delete Route route", "delete Api api", "create Api api"]);
    expect(cloud.journal.slice(3)).to.have.members(["update Topic told", "create Route route"]);
    expect(cloud.things).to.have.length(3);
  });

  it("obeys aliases, ignoreChanges, additionalSecretOutputs and protect", async () => {
    const run = stackOf(cloud);
    await run("up", "options-before");
    cloud.journal.length = 0;
    const after = await run("up", "options");
    expect(after.summary.changes).to.deep.equal({ same: 3 });
    expect(after.outputs["url"]).to.be.instanceOf(Secret);

    const removed = await run("up", "unprotected");
    expect([removed.succeeded, removed.refused]).to.deep.equal([false, true]);
    expect(removed.complaints[0]).to.include("cannot be deleted because it is protected");
    expect(cloud.journal).to.deep.equal(["delete Queue new-name"]);
  });

  it("gives the tags of an explicit provider instance to its resources", async () => {
    const up = await stackOf(cloud)("up", "provider");
    expect(up.complaints).to.deep.equal([]);
    expect([...cloud.things.values()].map(({ inputs }) => inputs["tags"])).to.deep.equal([
      { team: "orders", own: "yes" },
    ]);
  });

  it("keeps what was made before a failure, and makes the rest once it is mended", async () => {
    const run = stackOf(cloud);
    const failed = await run("up", "fails-in-the-middle");
    expect([failed.succeeded, failed.refused]).to.deep.equal([false, false]);
    expect(failed.complaints).to.deep.equal(["QueueDeletedRecently: wait a minute"]);
    expect(cloud.things).to.have.length(1);
    cloud.journal.length = 0;
    await run("up", "unprotected");
    expect(cloud.journal).to.deep.equal(["delete Topic first"]);
  });

  it("keeps what was made only in part, and finishes it once, though the program stays the same", async () => {
    const late = fakeCloud({ refusesLate: true });
    const run = stackOf(late);
    const failed = await run("up", "fails-in-the-middle");
    expect(failed.complaints).to.deep.equal(["InvalidAttributeValue: not 61"]);
    late.journal.length = 0;
    expect((await run("up", "fails-in-the-middle")).complaints).to.deep.equal([]);
    expect(late.journal).to.deep.equal(["update Queue refused"]);
    await run("up", "fails-in-the-middle");
    expect(late.journal).to.deep.equal(["update Queue refused"]);
  });

  describe("with a program that is wrong", () => {
    const wrong: Readonly<Record<string, readonly (string | RegExp)[]>> = {
      throws: [/^Error: the program is wrong\n {4}at file:.*index\.ts:\d+:\d+$/],
      "run-error": ["two values are wrong:\n  waitSeconds: must be positive\n  stageName: must not be empty"],
      "unknown-type": [/does not serve the resource type aws:ec2\/instance:Instance/],
      "unknown-property": [
        /^attributes\[0\]\.type: is required.*\nbillingMode: .*\nhashKeys: .*did you mean hashKey\?$/,
      ],
      "unknown-invoke": [/^Error: the local runtime does not serve the function aws:ec2\/getAmi:getAmi/],
      "same-name": [/the name is taken/],
      "two-mistakes": [/^delaySeconds: must be between/, /^fifoThroughputScope: expected one of/],
    };
    for (const [version, complaints] of Object.entries(wrong)) {
      it(`says so once and deletes nothing: ${version}`, async () => {
        const run = stackOf(cloud);
        const result = await run("up", version);
        expect([result.succeeded, result.refused]).to.deep.equal([false, true]);
        expect(result.complaints).to.have.length(complaints.length);
        for (const expected of complaints) {
          expect(
            result.complaints.some((text) => (typeof expected === "string" ? text === expected : expected.test(text))),
          ).to.equal(true);
        }
        expect(cloud.journal.filter((line) => line.startsWith("delete"))).to.deep.equal([]);
      });
    }
  });

  it("ends the program when it is interrupted, and keeps a readable state", async () => {
    const run = stackOf(cloud);
    const interrupted = await run("up", "first", AbortSignal.abort());
    expect([interrupted.succeeded, interrupted.refused]).to.deep.equal([false, false]);
    expect(interrupted.complaints).to.deep.equal(["interrupted"]);
    expect((await run("up", "first")).succeeded).to.equal(true);
  });

  for (const operation of ["destroy", "refresh"] as const) {
    it(`ends between two steps when a ${operation} is interrupted, and loses nothing`, async () => {
      const run = stackOf(cloud);
      await run("up", "first");
      cloud.journal.length = 0;
      const controller = new AbortController();
      const onEvent = (event: EngineEvent): void => {
        if (event.kind === "step-finished") controller.abort();
      };
      const ended = await run(operation, "first", controller.signal, { onEvent });
      expect(ended.succeeded).to.equal(false);
      expect(ended.complaints).to.deep.equal(["interrupted"]);
      expect(ended.events.filter(({ kind }) => kind === "step-finished")).to.have.length(1);
      expect(cloud.journal).to.deep.equal(operation === "destroy" ? ["delete Function echo"] : []);
      const rest = await run("destroy", "first");
      expect(rest.complaints).to.deep.equal([]);
      expect(cloud.things).to.have.length(0);
    });
  }
});
