import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  DescribeResourcePoliciesCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutResourcePolicyCommand,
  PutRetentionPolicyCommand,
  StartLiveTailCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { expect } from "chai";
import { OWNER, type ServiceCaller } from "../../../local/aws/caller.ts";
import { createLogs } from "../../../local/logs/module.ts";
import { fileStorage } from "../../../local/storage.ts";
import { testEnvironment } from "../../support/environment.ts";
import { type Served, serve } from "../../support/served.ts";

const NOON = Date.UTC(2024, 0, 10, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return `${error.name}: ${error.message}`;
  }
  throw new Error("the call was not refused");
}

describe("CloudWatch Logs", () => {
  let served: Served;
  let logs: CloudWatchLogsClient;
  const group = { logGroupName: "/orders/test" };
  const stream = { ...group, logStreamName: "one" };

  beforeEach(async () => {
    served = await serve(createLogs);
    // Without the switch StartLiveTail would go to `streaming-localhost`.
    logs = new CloudWatchLogsClient({ ...served.client, disableHostPrefix: true });
    await logs.send(new CreateLogGroupCommand({ ...group, tags: { stack: "dev" } }));
    await logs.send(new CreateLogStreamCommand(stream));
  });
  afterEach(async () => {
    logs.destroy();
    await served.close();
  });

  const put = (...events: [minutes: number, message: string][]) =>
    logs.send(
      new PutLogEventsCommand({
        ...stream,
        logEvents: events.map(([minutes, message]) => ({ timestamp: NOON + minutes * MINUTE, message })),
      }),
    );
  const filter = async (input: object = {}): Promise<(string | undefined)[]> =>
    (await logs.send(new FilterLogEventsCommand({ ...group, ...input }))).events?.map(({ message }) => message) ?? [];

  it("describes groups and streams as AWS spells their ARNs", async () => {
    const { logGroups: groups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/orders" }));
    expect(groups).to.have.length(1);
    expect(groups?.[0]).to.include({
      logGroupName: "/orders/test",
      arn: "arn:aws:logs:us-east-1:000000000000:log-group:/orders/test:*",
      logGroupArn: "arn:aws:logs:us-east-1:000000000000:log-group:/orders/test",
      creationTime: NOON,
      logGroupClass: "STANDARD",
    });
    await put([0, "first"], [5, "last"]);
    const { logStreams: streams } = await logs.send(new DescribeLogStreamsCommand(group));
    expect(streams?.[0]).to.include({
      logStreamName: "one",
      firstEventTimestamp: NOON,
      lastEventTimestamp: NOON + 5 * MINUTE,
      lastIngestionTime: NOON,
    });
  });

  it("reads a stream forwards and backwards, and repeats the token at its end", async () => {
    await put([0, "a"], [1, "b"], [2, "c"]);
    await put([3, "d"], [4, "e"]);
    const read = async (input: object) => {
      const page = await logs.send(new GetLogEventsCommand({ ...stream, limit: 2, ...input }));
      return { ...page, text: page.events?.map(({ message }) => message).join("") };
    };
    const newest = await read({});
    expect(newest.text).to.equal("de");
    const before = await read({ nextToken: newest.nextBackwardToken });
    expect(before.text).to.equal("bc");
    const first = await read({ startFromHead: true });
    expect(first.text).to.equal("ab");
    const second = await read({ nextToken: first.nextForwardToken });
    const third = await read({ nextToken: second.nextForwardToken });
    expect(third.text).to.equal("e");
    const end = await read({ nextToken: third.nextForwardToken });
    expect(end.text).to.equal("");
    expect(end.nextForwardToken).to.equal(third.nextForwardToken);
    const between = await read({ startFromHead: true, startTime: NOON + MINUTE, endTime: NOON + 2 * MINUTE });
    expect(between.text).to.equal("b");
  });

  it("filters across streams in order of time, page by page", async () => {
    await logs.send(new CreateLogStreamCommand({ ...group, logStreamName: "two" }));
    await put([0, "ERROR 1"], [2, "ERROR 3"], [3, "fine"]);
    const other = [{ timestamp: NOON + MINUTE, message: "ERROR 2" }];
    await logs.send(new PutLogEventsCommand({ ...group, logStreamName: "two", logEvents: other }));
    expect(await filter({ filterPattern: "ERROR" })).to.deep.equal(["ERROR 1", "ERROR 2", "ERROR 3"]);
    expect(await filter({ startTime: NOON + MINUTE, endTime: NOON + 2 * MINUTE })).to.deep.equal([
      "ERROR 2",
      "ERROR 3",
    ]);
    expect(await filter({ logStreamNames: ["two"] })).to.deep.equal(["ERROR 2"]);
    const page = await logs.send(new FilterLogEventsCommand({ ...group, limit: 3 }));
    expect(page.events?.[0]?.eventId).to.match(/^\d{56}$/);
    expect(await filter({ limit: 3, nextToken: page.nextToken })).to.deep.equal(["fine"]);
  });

  it("leaves out events that are too old, too new or have outlived the retention", async () => {
    const { rejectedLogEventsInfo: newOnes } = await put([0, "now"], [121, "tomorrow"]);
    expect(newOnes).to.deep.equal({ tooNewLogEventStartIndex: 1 });
    const { rejectedLogEventsInfo: oldOnes } = await put(
      [-14 * 24 * 60 - 1, "long ago"],
      [-14 * 24 * 60 + 1, "a while ago"],
    );
    expect(oldOnes).to.deep.equal({ tooOldLogEventEndIndex: 1 });
    await logs.send(new PutRetentionPolicyCommand({ ...group, retentionInDays: 1 }));
    const { rejectedLogEventsInfo: expired } = await put([-24 * 60 - 1, "yesterday"], [-60, "an hour ago"]);
    expect(expired).to.deep.equal({ expiredLogEventEndIndex: 1 });
    expect(await filter()).to.deep.equal(["an hour ago", "now"]);
  });

  it("forgets events when their retention ends", async () => {
    await logs.send(new PutRetentionPolicyCommand({ ...group, retentionInDays: 3 }));
    await put([0, "old"]);
    await served.environment.clock.advance(2 * DAY);
    await put([2 * 24 * 60, "young"]);
    expect(await filter()).to.deep.equal(["old", "young"]);
    await served.environment.clock.advance(DAY + MINUTE);
    expect(await filter()).to.deep.equal(["young"]);
  });

  it("refuses what CloudWatch Logs refuses", async () => {
    expect(await refusal(logs.send(new CreateLogGroupCommand(group)))).to.equal(
      "ResourceAlreadyExistsException: The specified log group already exists",
    );
    expect(await refusal(logs.send(new DeleteLogGroupCommand({ logGroupName: "nothing" })))).to.equal(
      "ResourceNotFoundException: The specified log group does not exist.",
    );
    expect(await refusal(logs.send(new DeleteLogStreamCommand({ ...group, logStreamName: "nothing" })))).to.equal(
      "ResourceNotFoundException: The specified log stream does not exist.",
    );
    expect(await refusal(put([1, "b"], [0, "a"]))).to.equal(
      "InvalidParameterException: Log events in a single PutLogEvents request must be in chronological order.",
    );
    expect(await refusal(logs.send(new PutRetentionPolicyCommand({ ...group, retentionInDays: 2 })))).to.contain(
      "Value '2' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [1, 3, 5,",
    );
    expect(await refusal(logs.send(new CreateLogGroupCommand({ logGroupName: "a b" })))).to.contain(
      "regular expression pattern",
    );
    expect(await refusal(logs.send(new StartLiveTailCommand({ logGroupIdentifiers: ["x"] })))).to.contain(
      "StartLiveTail is not served",
    );
  });

  it("tags groups", async () => {
    const resourceArn = "arn:aws:logs:us-east-1:000000000000:log-group:/orders/test";
    await logs.send(new TagResourceCommand({ resourceArn, tags: { owner: "me" } }));
    await logs.send(new UntagResourceCommand({ resourceArn, tagKeys: ["stack"] }));
    const { tags } = await logs.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags).to.deep.equal({ owner: "me" });
  });

  describe("resource policies", () => {
    const delivery: ServiceCaller = {
      kind: "service",
      principal: "delivery.logs.amazonaws.com",
      sourceArn: "arn:aws:logs:us-east-1:000000000000:*",
      sourceAccount: "000000000000",
    };
    const document = (resource: string): string =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "delivery.logs.amazonaws.com" },
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: resource,
          },
        ],
      });
    const deliver = () =>
      served.environment.aws.call(
        "logs",
        "PutLogEvents",
        { ...stream, logEvents: [{ timestamp: NOON, message: "delivered" }] },
        { caller: delivery },
      );

    it("let a service write, and nothing else does", async () => {
      expect(await refusal(deliver())).to.equal(
        "AwsError: User: delivery.logs.amazonaws.com is not authorized to perform: logs:PutLogEvents on resource: " +
          "arn:aws:logs:us-east-1:000000000000:log-group:/orders/test:log-stream:one because no resource-based policy " +
          "allows the logs:PutLogEvents action",
      );
      const policyDocument = document("arn:aws:logs:us-east-1:000000000000:log-group:/orders/*:log-stream:*");
      await logs.send(new PutResourcePolicyCommand({ policyName: "p", policyDocument }));
      await deliver();
      expect(await filter()).to.deep.equal(["delivered"]);
      await logs.send(
        new PutResourcePolicyCommand({ policyName: "p", policyDocument: document("arn:aws:logs:*:*:other") }),
      );
      expect(await refusal(deliver())).to.contain("not authorized");
    });

    it("of one group need the revision that was seen", async () => {
      const resourceArn = "arn:aws:logs:us-east-1:000000000000:log-group:/orders/test";
      const policyDocument = document("*");
      const { revisionId } = await logs.send(new PutResourcePolicyCommand({ resourceArn, policyDocument }));
      await deliver();
      expect(await refusal(logs.send(new PutResourcePolicyCommand({ resourceArn, policyDocument })))).to.contain(
        "OperationAbortedException",
      );
      const next = { resourceArn, policyDocument, expectedRevisionId: revisionId };
      await logs.send(new PutResourcePolicyCommand(next));
      const described = await logs.send(new DescribeResourcePoliciesCommand({ resourceArn }));
      expect(described.resourcePolicies?.[0]).to.include({ policyScope: "RESOURCE", resourceArn });
      const ofAccount = await logs.send(new DescribeResourcePoliciesCommand({}));
      expect(ofAccount.resourcePolicies).to.deep.equal([]);
      await logs.send(new DeleteLogGroupCommand(group));
      await logs.send(new CreateLogGroupCommand(group));
      await logs.send(new CreateLogStreamCommand(stream));
      expect(await refusal(deliver())).to.contain("not authorized");
    });

    it("are ten at most, and well-formed", async () => {
      for (let index = 0; index < 10; index++) {
        await logs.send(new PutResourcePolicyCommand({ policyName: `p${index}`, policyDocument: document("*") }));
      }
      const more = { policyName: "p10", policyDocument: document("*") };
      expect(await refusal(logs.send(new PutResourcePolicyCommand(more)))).to.equal(
        "LimitExceededException: Resource limit exceeded.",
      );
      await logs.send(new PutResourcePolicyCommand({ ...more, policyName: "p9" }));
      const { resourcePolicies: policies } = await logs.send(new DescribeResourcePoliciesCommand({}));
      expect(policies).to.have.length(10);
      const wrong = { policyName: "p9", policyDocument: "{" };
      expect(await refusal(logs.send(new PutResourcePolicyCommand(wrong)))).to.contain("InvalidParameterException");
    });
  });
});

describe("CloudWatch Logs' memory", () => {
  it("comes back from the data directory", async () => {
    const directory = mkdtempSync(join(tmpdir(), "logs-"));
    try {
      const storage = fileStorage(directory);
      const first = testEnvironment({ storage });
      first.use(createLogs);
      const ask = (environment: typeof first, operation: string, input: Parameters<typeof first.aws.call>[2]) =>
        environment.aws.call("logs", operation, input, { caller: OWNER });
      await ask(first, "CreateLogGroup", { logGroupName: "g" });
      await ask(first, "PutRetentionPolicy", { logGroupName: "g", retentionInDays: 7 });
      await ask(first, "CreateLogStream", { logGroupName: "g", logStreamName: "s" });
      const logEvents = [{ timestamp: NOON, message: "kept" }];
      await ask(first, "PutLogEvents", { logGroupName: "g", logStreamName: "s", logEvents });
      storage.close();

      const again = fileStorage(directory);
      const second = testEnvironment({ storage: again });
      second.use(createLogs);
      const { logGroups: groups } = await ask(second, "DescribeLogGroups", {});
      expect(groups).to.have.nested.property("[0].retentionInDays", 7);
      const { events } = await ask(second, "FilterLogEvents", { logGroupName: "g" });
      expect(events).to.have.nested.property("[0].message", "kept");
      again.close();
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("lets the oldest events go beyond its bound, and says so once", async () => {
    const environment = testEnvironment();
    environment.use(createLogs);
    const ask = (operation: string, input: Parameters<typeof environment.aws.call>[2]) =>
      environment.aws.call("logs", operation, input, { caller: OWNER });
    await ask("CreateLogGroup", { logGroupName: "g" });
    await ask("CreateLogStream", { logGroupName: "g", logStreamName: "s" });
    for (let index = 0; index < 30; index++) {
      const logEvents = [{ timestamp: NOON + index, message: `${index} `.padEnd(1_000_000, "x") }];
      await ask("PutLogEvents", { logGroupName: "g", logStreamName: "s", logEvents });
    }
    const { events } = await ask("GetLogEvents", { logGroupName: "g", logStreamName: "s", startFromHead: true });
    const kept = (events as readonly { readonly timestamp: number }[]).map(({ timestamp }) => timestamp - NOON);
    expect(kept.at(-1)).to.equal(29);
    expect(kept.length).to.be.within(20, 25);
    expect(kept).to.deep.equal(Array.from(kept, (_, index) => 30 - kept.length + index));
    expect(environment.lines.filter((line) => line.includes("the oldest events go now"))).to.have.length(1);
  });
});
