import { CloudWatchLogsClient, CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  GetResourcesCommand,
  GetTagKeysCommand,
  GetTagValuesCommand,
  ResourceGroupsTaggingAPIClient,
} from "@aws-sdk/client-resource-groups-tagging-api";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect } from "chai";
import { createEvents } from "../../../local/events/module.ts";
import { createLogs } from "../../../local/logs/module.ts";
import { createSns } from "../../../local/sns/module.ts";
import { createSqs } from "../../../local/sqs/module.ts";
import { createTagging } from "../../../local/tagging/module.ts";
import { type Served, serve } from "../../support/served.ts";

describe("the Resource Groups Tagging API", () => {
  let served: Served;
  let tagging: ResourceGroupsTaggingAPIClient;

  before(async () => {
    served = await serve(createLogs, createSqs, createSns, createEvents, createTagging);
    tagging = new ResourceGroupsTaggingAPIClient(served.client);
    const sqs = new SQSClient(served.client);
    await sqs.send(new CreateQueueCommand({ QueueName: "tagged", tags: { stack: "dev", owner: "me" } }));
    await sqs.send(new CreateQueueCommand({ QueueName: "untagged" }));
    const sns = new SNSClient(served.client);
    await sns.send(new CreateTopicCommand({ Name: "topic", Tags: [{ Key: "stack", Value: "prod" }] }));
    const logs = new CloudWatchLogsClient(served.client);
    await logs.send(new CreateLogGroupCommand({ logGroupName: "/group", tags: { stack: "dev" } }));
    for (const client of [sqs, sns, logs]) client.destroy();
  });
  after(async () => {
    tagging.destroy();
    await served.close();
  });

  const QUEUE = "arn:aws:sqs:us-east-1:000000000000:tagged";
  const TOPIC = "arn:aws:sns:us-east-1:000000000000:topic";
  const GROUP = "arn:aws:logs:us-east-1:000000000000:log-group:/group";
  const find = async (input: object): Promise<(string | undefined)[]> => {
    const { ResourceTagMappingList: found } = await tagging.send(new GetResourcesCommand(input));
    return found?.map(({ ResourceARN: arn }) => arn) ?? [];
  };

  it("finds what is tagged, whichever service keeps it", async () => {
    expect(await find({})).to.deep.equal([GROUP, TOPIC, QUEUE]);
  });

  it("ands filters and ors their values", async () => {
    expect(await find({ TagFilters: [{ Key: "stack", Values: ["dev"] }] })).to.deep.equal([GROUP, QUEUE]);
    expect(await find({ TagFilters: [{ Key: "stack", Values: ["dev", "prod"] }] })).to.have.length(3);
    expect(await find({ TagFilters: [{ Key: "stack" }, { Key: "owner", Values: ["me"] }] })).to.deep.equal([QUEUE]);
  });

  it("knows types", async () => {
    expect(await find({ ResourceTypeFilters: ["logs:log-group", "sns"] })).to.deep.equal([GROUP, TOPIC]);
  });

  it("pages", async () => {
    const first = await tagging.send(new GetResourcesCommand({ ResourcesPerPage: 2 }));
    expect(first.ResourceTagMappingList).to.have.length(2);
    expect(await find({ ResourcesPerPage: 2, PaginationToken: first.PaginationToken })).to.deep.equal([QUEUE]);
  });

  it("lists keys and values", async () => {
    expect((await tagging.send(new GetTagKeysCommand({}))).TagKeys).to.deep.equal(["owner", "stack"]);
    expect((await tagging.send(new GetTagValuesCommand({ Key: "stack" }))).TagValues).to.deep.equal(["dev", "prod"]);
  });
});
