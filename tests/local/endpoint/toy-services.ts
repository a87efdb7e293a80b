import { AwsError } from "../../../local/aws/error.ts";
import type { WireFormat } from "../../../local/aws/wire.ts";
import type { JsonObject } from "../../../local/json.ts";

/** A made-up service of every protocol, for the cases of tests/cases/endpoint. */
export const TOYS: readonly {
  readonly id: string;
  readonly wire: WireFormat;
  readonly outputs: Readonly<Record<string, JsonObject | Error>>;
}[] = [
  {
    id: "dynamodb",
    wire: { protocol: "json", version: "1.0", targetPrefix: "DynamoDB_20120810", signingName: "dynamodb" },
    outputs: {
      ListTables: { TableNames: ["orders"] },
      GetItem: new AwsError("ResourceNotFoundException", "Requested resource not found", {
        namespace: "com.amazonaws.dynamodb.v20120810",
      }),
      Crash: new TypeError("a bug"),
    },
  },
  {
    id: "sqs",
    wire: {
      protocol: "json",
      version: "1.0",
      targetPrefix: "AmazonSQS",
      signingName: "sqs",
      query: {
        signingName: "sqs",
        version: "2012-11-05",
        xmlns: "http://queue.amazonaws.com/doc/2012-11-05/",
        flattened: true,
        maps: ["Attributes", "MessageAttributes"],
        names: {
          Attribute: "Attributes",
          AttributeName: "AttributeNames",
          Message: "Messages",
          MessageAttribute: "MessageAttributes",
        },
        elements: { "SendMessageBatch.Successful": "SendMessageBatchResultEntry", QueueUrls: "QueueUrl" },
        numbers: ["MaxNumberOfMessages"],
        pathMember: "QueueUrl",
      },
    },
    outputs: {
      GetQueueUrl: new AwsError("QueueDoesNotExist", "The specified queue does not exist.", {
        namespace: "com.amazonaws.sqs",
        queryCode: "AWS.SimpleQueueService.NonExistentQueue",
      }),
      SendMessageBatch: { Successful: [{ Id: "a" }], QueueUrls: ["u"] },
      ReceiveMessage: { Messages: [{ Body: "a < b", Attributes: { SenderId: "me" } }] },
    },
  },
  {
    id: "sns",
    wire: {
      protocol: "query",
      signingName: "sns",
      version: "2010-03-31",
      xmlns: "http://sns.amazonaws.com/doc/2010-03-31/",
      maps: ["Attributes"],
      booleans: ["ReturnSubscriptionArn"],
      lists: ["Tags"],
      timestamps: ["At"],
    },
    outputs: {
      Publish: {
        MessageId: "1",
        At: 1704897059.435,
        Attributes: { Policy: '{"a":1}' },
        Topics: [{ TopicArn: "t" }],
        Absent: null,
      },
      DeleteTopic: {},
      GetTopicAttributes: new AwsError("NotFound", "Topic does not exist", { status: 404 }),
    },
  },
  {
    id: "lambda",
    wire: {
      protocol: "rest-json",
      signingName: "lambda",
      routes: [
        {
          method: "POST",
          path: "/2015-03-31/functions/{FunctionName}/invocations",
          operation: "Invoke",
          query: { Qualifier: "Qualifier" },
          headers: { "x-amz-invocation-type": "InvocationType" },
          payload: "Payload",
          statusFrom: "StatusCode",
          responseHeaders: { ExecutedVersion: "X-Amz-Executed-Version" },
          responsePayload: "Payload:blob",
        },
        { method: "GET", path: "/2015-03-31/functions/{FunctionName}", operation: "GetFunction" },
        {
          method: "DELETE",
          path: "/2017-03-31/tags/{Resource}",
          operation: "UntagResource",
          query: { tagKeys: "TagKeys[]" },
          status: 204,
        },
      ],
    },
    outputs: {
      Invoke: { StatusCode: 202, ExecutedVersion: "$LATEST", Payload: Buffer.from('"ok"').toString("base64") },
      GetFunction: new AwsError("ResourceNotFoundException", "Function not found: x", { status: 404 }),
      UntagResource: {},
    },
  },
  {
    id: "apigatewayv2",
    wire: {
      protocol: "rest-json",
      signingName: "apigateway",
      casing: "camel",
      maps: ["Tags"],
      timestamps: ["CreatedDate"],
      wholeSeconds: true,
      routes: [
        { method: "POST", path: "/v2/apis", operation: "CreateApi", status: 201 },
        { method: "GET", path: "/v2/apis/{ApiId}", operation: "GetApi" },
        { method: "DELETE", path: "/v2/apis/{ApiId}", operation: "DeleteApi" },
      ],
    },
    outputs: {
      CreateApi: { ApiId: "a1", CreatedDate: 1704888000, Tags: { Stack: "dev" }, Items: [{ RouteKey: "$default" }] },
      GetApi: new AwsError("GoneException", "", { status: 410 }),
      DeleteApi: new AwsError("AccessDeniedException", "User: x is not authorized", { status: 403 }),
    },
  },
  {
    id: "cloudfront",
    wire: {
      protocol: "rest-xml",
      signingName: "cloudfront",
      xmlns: "http://cloudfront.amazonaws.com/doc/2020-05-31/",
      numbers: ["Quantity"],
      booleans: ["Enabled"],
      items: { Aliases: "CNAME" },
      routes: [
        {
          method: "POST",
          path: "/2020-05-31/distribution",
          operation: "CreateDistribution",
          payload: "DistributionConfig",
          status: 201,
          responseHeaders: { ETag: "ETag" },
          responsePayload: "Distribution",
        },
        {
          method: "GET",
          path: "/2020-05-31/function/{Name}",
          operation: "GetFunction",
          responseHeaders: { ContentType: "Content-Type" },
          responsePayload: "FunctionCode:blob",
        },
        {
          method: "POST",
          path: "/2020-05-31/tagging",
          operation: "UntagResource",
          when: { Operation: "Untag" },
          payload: "TagKeys",
          query: { Resource: "Resource" },
          status: 204,
        },
      ],
    },
    outputs: {
      CreateDistribution: {
        ETag: "E1",
        Distribution: { Id: "D1", Aliases: { Quantity: 1, Items: ["a.example"] } },
      },
      GetFunction: {
        ContentType: "application/octet-stream",
        FunctionCode: Buffer.from("function handler() {}").toString("base64"),
      },
      UntagResource: {},
    },
  },
];
