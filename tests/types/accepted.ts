import { defineStateMachine } from "../../statemachines/asl/define.ts";
import type { State } from "../../statemachines/asl/types.ts";
import { getItem } from "../../statemachines/integrations/dynamodb.ts";
import { invoke } from "../../statemachines/integrations/http.ts";

// Definitions that the compiler takes; `npm run check` compiles them.

/** Loops are ordinary, in both query languages and mixed ones. */
export const loop = defineStateMachine({
  Comment: "counts",
  Version: "1.0",
  TimeoutSeconds: 60,
  StartAt: "Zero",
  States: {
    Zero: { Type: "Pass", Result: { n: 0 }, Next: "More?" },
    "More?": {
      Type: "Choice",
      Choices: [
        { Variable: "$.n", NumericLessThan: 10, Next: "Add" },
        { Not: { Variable: "$.n", IsNumeric: true }, Next: "Broken" },
        {
          Or: [
            { Variable: "$.s", StringMatches: "a*" },
            { And: [{ Variable: "$.t", TimestampLessThanPath: "$$.State.EnteredTime" }] },
          ],
          Assign: { "seen.$": "$.n" },
          Next: "Done",
        },
      ],
      Default: "Done",
    },
    Add: { Type: "Pass", Parameters: { "n.$": "States.MathAdd($.n, 1)" }, Next: "More?" },
    Broken: { Type: "Fail", ErrorPath: "$.error", Cause: "not a number" },
    Done: { Type: "Pass", QueryLanguage: "JSONata", Output: "{% $states.input.n %}", End: true },
  },
});

/** Parallel and Map have scopes of their own, inside each other as well. */
export const nested = defineStateMachine({
  QueryLanguage: "JSONata",
  StartAt: "Both",
  States: {
    Both: {
      Type: "Parallel",
      Arguments: { all: "{% $states.input.orders %}" },
      Branches: [
        {
          StartAt: "Each",
          States: {
            Each: {
              Type: "Map",
              Items: "{% $states.input.all %}",
              ItemSelector: { order: "{% $states.context.Map.Item.Value %}" },
              MaxConcurrency: "{% $limit %}",
              ItemProcessor: {
                ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
                StartAt: "Pause",
                States: {
                  Pause: { Type: "Wait", Seconds: "{% $states.input.pause %}", Next: "Again?" },
                  "Again?": {
                    Type: "Choice",
                    Choices: [{ Condition: "{% $states.input.again %}", Next: "Pause", Output: {} }],
                    Default: "Enough",
                  },
                  Enough: { Type: "Succeed" },
                },
              },
              ToleratedFailurePercentage: 12.5,
              Label: "orders",
              End: true,
            },
          },
        },
        { StartAt: "Alone", States: { Alone: { Type: "Pass", End: true } } },
      ],
      Retry: [
        {
          ErrorEquals: ["States.TaskFailed", "Custom"],
          IntervalSeconds: 2,
          MaxAttempts: 0,
          BackoffRate: 1.5,
          MaxDelaySeconds: 60,
          JitterStrategy: "FULL",
        },
      ],
      Catch: [
        {
          ErrorEquals: ["States.ALL"],
          Assign: { error: "{% $states.errorOutput %}" },
          Output: "{% $states.errorOutput.Cause %}",
          Next: "Failed",
        },
      ],
      End: true,
    },
    Failed: { Type: "Fail", Error: "{% $error.Error %}", Cause: "{% $error.Cause %}" },
  },
});

/** Every field of a JSONPath Task, numbers that are not known, and an integration. */
export const task = (seconds: number) =>
  defineStateMachine({
    StartAt: "Call",
    States: {
      Call: {
        Type: "Task",
        Resource: "arn:aws:states:::aws-sdk:s3:listObjectsV2",
        InputPath: "$.a",
        OutputPath: null,
        Parameters: {
          Bucket: "b",
          "Prefix.$": "States.Format('{}/', $.prefix)",
          nested: [{ "x.$": "$$.Execution.Id" }],
        },
        ResultSelector: { "keys.$": "$.Contents[*].Key" },
        ResultPath: "$.keys",
        Credentials: { "RoleArn.$": "$.role" },
        TimeoutSeconds: seconds,
        HeartbeatSecondsPath: "$.heartbeat",
        Assign: { "keys.$": "$.Contents" },
        Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: seconds }],
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.error", Next: "Read" }],
        Next: "Read",
      },
      Read: getItem(
        { name: "orders", arn: "arn:aws:dynamodb:us-east-1:123456789012:table/orders" },
        { Parameters: { Key: { orderId: { "S.$": "$.id" } } }, ResultPath: "$.item", Next: "Wait" },
      ),
      Wait: { Type: "Wait", TimestampPath: "$.until", Next: "Call" },
    },
  });

/** The types without the checks, for code that reads definitions. */
export const wait: State<"Wait", "JSONPath"> = { Type: "Wait", SecondsPath: "$.seconds", End: true };

const shop = { arn: "arn:aws:events:…", secretArn: "arn:aws:secretsmanager:…" };

/** HTTP Tasks: a known endpoint, one of many, and both query languages. */
export const http = defineStateMachine({
  QueryLanguage: "JSONata",
  StartAt: "Order",
  States: {
    Order: invoke(
      { url: "https://api.example.com/orders", method: "POST", connection: shop },
      {
        Arguments: {
          Headers: { "Content-Type": "application/x-www-form-urlencoded", "x-tags": ["a", "{% $tag %}"] },
          QueryParameters: { dry: true, ids: "{% $ids %}" },
          RequestBody: { order: "{% $states.input.order %}", items: [{ id: 1 }] },
          Transform: { RequestBodyEncoding: "URL_ENCODED", RequestEncodingOptions: { ArrayFormat: "{% $format %}" } },
        },
        Catch: [{ ErrorEquals: ["States.Http.StatusCode.404", "States.Http.Socket"], Next: "Look" }],
        Next: "Look",
      },
    ),
    Look: invoke(
      { url: "https://api.example.com/orders/*", method: "GET", connection: shop },
      { QueryLanguage: "JSONata", Arguments: { ApiEndpoint: "{% $url %}", Headers: "{% $headers %}" }, End: true },
    ),
  },
});
