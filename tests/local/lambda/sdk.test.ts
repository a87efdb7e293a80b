import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { CreateTableCommand, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
  ListTagsCommand,
  ResourceNotFoundException,
  TagResourceCommand,
} from "@aws-sdk/client-lambda";
import { expect } from "chai";
import { createDynamodb } from "../../../local/dynamodb/module.ts";
import { createLambda } from "../../../local/lambda/module.ts";
import { createLogs } from "../../../local/logs/module.ts";
import { type Served, serve } from "../../support/served.ts";
import { zip } from "./support.ts";

const ARN = "arn:aws:lambda:us-east-1:000000000000:function:writer";
const ROLE = "arn:aws:iam::000000000000:role/writer";

const WRITER = `import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
const client = new DynamoDBClient({});
export const handler = async ({ table, id }) => {
  console.log("putting", id);
  await client.send(new PutItemCommand({ TableName: table, Item: { id: { S: id } } }));
  return id;
};`;

const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
const policy = (...Statement: readonly object[]): string => JSON.stringify({ Version: "2012-10-17", Statement });

describe("Lambda behind the endpoint", () => {
  let served: Served;
  let lambda: LambdaClient;

  const allow = async (...statements: readonly object[]): Promise<void> => {
    const iam = new IAMClient(served.client);
    await iam.send(
      new PutRolePolicyCommand({ RoleName: "writer", PolicyName: "p", PolicyDocument: policy(...statements) }),
    );
  };
  const invoke = (event: object, more: object = {}) =>
    lambda.send(new InvokeCommand({ FunctionName: "writer", Payload: Buffer.from(JSON.stringify(event)), ...more }));

  beforeEach(async () => {
    served = await serve(createDynamodb, createLogs, createLambda);
    Object.assign(served.environment, { endpointUrl: served.client.endpoint });
    lambda = new LambdaClient(served.client);
    const iam = new IAMClient(served.client);
    await iam.send(new CreateRoleCommand({ RoleName: "writer", AssumeRolePolicyDocument: policy(trust) }));
    await new DynamoDBClient(served.client).send(
      new CreateTableCommand({
        TableName: "Orders",
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
        KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
      }),
    );
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: "writer",
        Role: ROLE,
        Runtime: "nodejs24.x",
        Handler: "index.handler",
        Code: { ZipFile: Buffer.from(zip({ "index.mjs": WRITER }), "base64") },
      }),
    );
  });
  afterEach(() => served.close());

  it("runs a handler whose SDK client finds the endpoint and acts as the function's role", async () => {
    await allow(
      {
        Effect: "Allow",
        Action: "dynamodb:PutItem",
        Resource: "*",
        Condition: { ArnEquals: { "lambda:SourceFunctionArn": ARN } },
      },
      { Effect: "Allow", Action: "logs:*", Resource: "*" },
    );
    const answer = await invoke({ table: "Orders", id: "7" }, { LogType: "Tail" });
    expect(answer.FunctionError).to.equal(undefined);
    expect(answer.StatusCode).to.equal(200);
    expect(answer.ExecutedVersion).to.equal("$LATEST");
    expect(Buffer.from(answer.Payload ?? []).toString()).to.equal('"7"');
    expect(Buffer.from(answer.LogResult ?? "", "base64").toString()).to.contain("INFO\tputting 7");
    const item = await new DynamoDBClient(served.client).send(
      new GetItemCommand({ TableName: "Orders", Key: { id: { S: "7" } } }),
    );
    expect(item.Item).to.deep.equal({ id: { S: "7" } });
    await served.environment.clock.idle();
    const { events = [] } = await new CloudWatchLogsClient(served.client).send(
      new FilterLogEventsCommand({ logGroupName: "/aws/lambda/writer", filterPattern: "putting" }),
    );
    expect(events.map(({ message }) => message?.split("\t").slice(2).join(" "))).to.deep.equal(["INFO putting 7"]);
  });

  it("lets IAM refuse what the handler's role may not", async () => {
    const answer = await invoke({ table: "Orders", id: "7" });
    const failure = JSON.parse(Buffer.from(answer.Payload ?? []).toString());
    expect(failure.errorType).to.equal("AccessDeniedException");
    expect(failure.errorMessage).to.equal(
      "User: arn:aws:sts::000000000000:assumed-role/writer/writer is not authorized to perform: dynamodb:PutItem " +
        "on resource: arn:aws:dynamodb:us-east-1:000000000000:table/Orders because no identity-based policy allows the dynamodb:PutItem action",
    );
  });

  it("judges a service by the function's policy", async () => {
    const ask = () =>
      served.environment.aws.call(
        "lambda",
        "Invoke",
        { FunctionName: ARN, InvocationType: "DryRun" },
        {
          caller: {
            kind: "service",
            principal: "events.amazonaws.com",
            sourceArn: "arn:aws:events:us-east-1:000000000000:rule/r",
          },
        },
      );
    const before = await ask().catch((error: { status: number; message: string }) => error);
    expect(before).to.include({ status: 403 });
    await lambda.send(
      new AddPermissionCommand({
        ...{ FunctionName: "writer", StatementId: "rule", Action: "lambda:InvokeFunction" },
        ...{ Principal: "events.amazonaws.com", SourceArn: "arn:aws:events:us-east-1:000000000000:rule/r" },
      }),
    );
    expect(await ask()).to.deep.equal({ StatusCode: 204 });
  });

  it("speaks the REST protocol: tags, an unknown function, deletion, an event that is no JSON", async () => {
    await lambda.send(new TagResourceCommand({ Resource: ARN, Tags: { team: "orders" } }));
    expect((await lambda.send(new ListTagsCommand({ Resource: ARN }))).Tags).to.deep.equal({ team: "orders" });
    const found = await lambda.send(new GetFunctionCommand({ FunctionName: ARN }));
    expect(found.Configuration?.LastModified).to.match(/^2024-01-10T12:00:00\.\d{3}\+0000$/);
    const garbage = await lambda
      .send(new InvokeCommand({ FunctionName: "writer", Payload: Buffer.from("{") }))
      .catch((error: Error) => error);
    expect(garbage).to.have.property("name", "InvalidRequestContentException");
    await lambda.send(new DeleteFunctionCommand({ FunctionName: "writer" }));
    const gone = await lambda.send(new GetFunctionCommand({ FunctionName: "writer" })).catch((error: Error) => error);
    expect(gone).to.be.instanceOf(ResourceNotFoundException);
    expect((gone as Error).message).to.equal(`Function not found: ${ARN}`);
  });
});
