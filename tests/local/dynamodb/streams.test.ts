import { expect } from "chai";
import type { JsonObject } from "../../../local/json.ts";
import { type Subject, subject, table } from "./support.ts";

interface Record {
  readonly eventName: string;
  readonly userIdentity?: object;
  readonly dynamodb: JsonObject;
}

async function streamed(viewType: string): Promise<Subject & { arn: string; shard: string }> {
  const one = subject();
  const { TableDescription: description } = await one.call(
    "CreateTable",
    table("Orders", { StreamSpecification: { StreamEnabled: true, StreamViewType: viewType } }),
  );
  const arn = String((description as JsonObject)["LatestStreamArn"]);
  const { StreamDescription: stream } = await one.streams("DescribeStream", { StreamArn: arn });
  const [shard] = (stream as JsonObject)["Shards"] as JsonObject[];
  return { ...one, arn, shard: String(shard?.["ShardId"]) };
}

async function iterator(
  one: Subject & { arn: string; shard: string },
  type: string,
  more: object = {},
): Promise<string> {
  const input = { StreamArn: one.arn, ShardId: one.shard, ShardIteratorType: type, ...more };
  return String((await one.streams("GetShardIterator", input))["ShardIterator"]);
}

async function records(one: Subject & { arn: string; shard: string }): Promise<Record[]> {
  const { Records: found } = await one.streams("GetRecords", { ShardIterator: await iterator(one, "TRIM_HORIZON") });
  return found as unknown as Record[];
}

const KEY = { id: { S: "1" } };

describe("DynamoDB Streams", () => {
  const images: { [viewType: string]: readonly string[] } = {
    KEYS_ONLY: [],
    NEW_IMAGE: ["NewImage"],
    OLD_IMAGE: ["OldImage"],
    NEW_AND_OLD_IMAGES: ["NewImage", "OldImage"],
  };
  for (const [viewType, expected] of Object.entries(images)) {
    it(`shows a change as ${viewType} says`, async () => {
      const one = await streamed(viewType);
      await one.call("PutItem", { TableName: "Orders", Item: { ...KEY, a: { S: "x" } } });
      await one.call("PutItem", { TableName: "Orders", Item: { ...KEY, a: { S: "x" } } });
      await one.call("PutItem", { TableName: "Orders", Item: { ...KEY, a: { S: "y" } } });
      await one.call("DeleteItem", { TableName: "Orders", Key: KEY });
      await one.call("DeleteItem", { TableName: "Orders", Key: KEY });
      const found = await records(one);
      expect(found.map(({ eventName }) => eventName)).to.deep.equal(["INSERT", "MODIFY", "REMOVE"]);
      const modified = found[1]?.dynamodb ?? {};
      expect(Object.keys(modified).filter((name) => name.endsWith("Image"))).to.deep.equal(expected);
      expect(modified["Keys"]).to.deep.equal(KEY);
      expect(modified["SequenceNumber"]).to.match(/^\d{21,40}$/);
    });
  }

  it("tells a deletion by time to live from one by a person", async () => {
    const one = await streamed("NEW_AND_OLD_IMAGES");
    const { clock } = one.environment;
    const ttl = { AttributeName: "ttl", Enabled: true };
    await one.call("UpdateTimeToLive", { TableName: "Orders", TimeToLiveSpecification: ttl });
    const at = Math.floor(clock.now() / 1000) + 30;
    await one.call("PutItem", { TableName: "Orders", Item: { ...KEY, ttl: { N: String(at) } } });
    await clock.advance(29_000);
    expect(await one.call("GetItem", { TableName: "Orders", Key: KEY })).to.have.property("Item");
    await clock.advance(31_000);
    expect(await one.call("GetItem", { TableName: "Orders", Key: KEY })).to.deep.equal({});
    const removed = (await records(one))[1];
    expect(removed?.eventName).to.equal("REMOVE");
    expect(removed?.userIdentity).to.deep.equal({ Type: "Service", PrincipalId: "dynamodb.amazonaws.com" });
  });

  it("closes its shard when it is switched off, and gets a new ARN when it is switched on", async () => {
    const one = await streamed("KEYS_ONLY");
    await one.call("PutItem", { TableName: "Orders", Item: KEY });
    const place = await iterator(one, "TRIM_HORIZON");
    await one.call("UpdateTable", { TableName: "Orders", StreamSpecification: { StreamEnabled: false } });
    const last = await one.streams("GetRecords", { ShardIterator: place });
    expect(last["Records"]).to.have.length(1);
    expect(last).not.to.have.property("NextShardIterator");
    const { TableDescription: again } = await one.call("UpdateTable", {
      TableName: "Orders",
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    });
    expect((again as JsonObject)["LatestStreamArn"]).not.to.equal(one.arn);
    expect((await one.streams("ListStreams", { TableName: "Orders" }))["Streams"]).to.have.length(2);
  });

  it("is read from any place, for a day, with iterators that live fifteen minutes", async () => {
    const one = await streamed("KEYS_ONLY");
    const { clock } = one.environment;
    const latest = await iterator(one, "LATEST");
    for (const id of ["1", "2", "3"]) await one.call("PutItem", { TableName: "Orders", Item: { id: { S: id } } });
    const read = async (place: string): Promise<number> =>
      ((await one.streams("GetRecords", { ShardIterator: place }))["Records"] as unknown[]).length;
    expect(await read(latest)).to.equal(3);
    const second = (await records(one))[1]?.dynamodb["SequenceNumber"];
    expect(await read(await iterator(one, "AT_SEQUENCE_NUMBER", { SequenceNumber: second }))).to.equal(2);
    expect(await read(await iterator(one, "AFTER_SEQUENCE_NUMBER", { SequenceNumber: second }))).to.equal(1);
    await clock.advance(16 * 60_000);
    const expired = await one
      .streams("GetRecords", { ShardIterator: latest })
      .catch((error: { code: string }) => error);
    expect(expired).to.have.property("code", "ExpiredIteratorException");
    await clock.advance(24 * 3600_000);
    expect(await records(one)).to.deep.equal([]);
  });

  it("wakes a reader that waits for records, and lets a virtual clock go on meanwhile", async () => {
    const one = await streamed("KEYS_ONLY");
    const { clock } = one.environment;
    const waiting = one.streams("GetRecords", { ShardIterator: await iterator(one, "LATEST"), WaitForRecords: true });
    const start = clock.now();
    await clock.sleep(60_000);
    expect(clock.now() - start).to.equal(60_000);
    await one.call("PutItem", { TableName: "Orders", Item: KEY });
    expect((await waiting)["Records"]).to.have.length(1);
  });
});

describe("DynamoDB's time to live", () => {
  it("warns of a value in milliseconds, which never expires", async () => {
    const { call, environment } = subject();
    await call("CreateTable", table("T-1"));
    await call("UpdateTimeToLive", {
      TableName: "T-1",
      TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true },
    });
    await call("PutItem", { TableName: "T-1", Item: { ...KEY, ttl: { N: String(environment.clock.now()) } } });
    await call("PutItem", { TableName: "T-1", Item: { ...KEY, ttl: { N: String(environment.clock.now()) } } });
    const warnings = environment.lines.filter((line) => line.includes("looks like milliseconds"));
    expect(warnings).to.have.length(1);
    await environment.clock.advance(48 * 3600_000);
    expect((await call("Scan", { TableName: "T-1" }))["Count"]).to.equal(1);
  });

  it("covers items written before it was enabled, follows changes, and ignores the distant past and other types", async () => {
    const { call, environment } = subject();
    const { clock } = environment;
    await call("CreateTable", table("T-1"));
    const now = Math.floor(clock.now() / 1000);
    const put = (id: string, ttl: object): Promise<unknown> =>
      call("PutItem", { TableName: "T-1", Item: { id: { S: id }, ttl } });
    await put("before", { N: String(now + 10) });
    await put("ancient", { N: String(now - 6 * 365 * 24 * 3600) });
    await put("text", { S: String(now + 10) });
    const ttl = { AttributeName: "ttl", Enabled: true };
    await call("UpdateTimeToLive", { TableName: "T-1", TimeToLiveSpecification: ttl });
    await put("extended", { N: String(now + 10) });
    await put("extended", { N: String(now + 3600) });
    await clock.advance(60_000);
    const { Items: left } = await call("Scan", { TableName: "T-1" });
    const ids = (left as { id: { S: string } }[]).map((item) => item.id.S).sort();
    expect(ids).to.deep.equal(["ancient", "extended", "text"]);
  });

  it("cannot move to another attribute without being switched off", async () => {
    const { call, refusal } = subject();
    await call("CreateTable", table("T-1"));
    const set = (AttributeName: string, Enabled: boolean): object => ({
      TableName: "T-1",
      TimeToLiveSpecification: { AttributeName, Enabled },
    });
    await call("UpdateTimeToLive", set("a", true));
    expect((await refusal("UpdateTimeToLive", set("a", true))).message).to.equal("TimeToLive is already enabled");
    expect((await refusal("UpdateTimeToLive", set("b", true))).message).to.equal(
      "TimeToLive is active on a different AttributeName: current AttributeName is a",
    );
  });
});
