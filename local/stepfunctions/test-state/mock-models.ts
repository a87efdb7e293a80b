import type { TaskResource } from "../../asl/host.ts";

/** The members of an API's answer as Step Functions shows it, with their JSON types; `any` where the type depends. */
export interface MockModel {
  readonly required: readonly string[];
  readonly members: { readonly [name: string]: "string" | "number" | "object" | "array" | "any" };
}

const METADATA = { SdkHttpMetadata: "object", SdkResponseMetadata: "object" } as const;
const ITEM = {
  Attributes: "object",
  ConsumedCapacity: "object",
  ItemCollectionMetrics: "object",
  ...METADATA,
} as const;
const EXECUTION: MockModel = {
  required: ["ExecutionArn", "StateMachineArn", "StartDate", "Status"],
  members: {
    ...{ ExecutionArn: "string", StateMachineArn: "string", Name: "string", Status: "string" },
    ...{
      StartDate: "any",
      StopDate: "any",
      Input: "any",
      InputDetails: "object",
      Output: "any",
      OutputDetails: "object",
    },
    ...{ TraceHeader: "string", MapRunArn: "string", Error: "string", Cause: "string" },
    ...{ StateMachineVersionArn: "string", StateMachineAliasArn: "string" },
    ...{ RedriveCount: "number", RedriveDate: "any", RedriveStatus: "string", RedriveStatusReason: "string" },
    ...METADATA,
  },
};

/** The answers of the optimized integrations that the runtime serves, from the services' API models. */
const MODELS: Readonly<Record<string, MockModel>> = {
  "dynamodb:getItem": { required: [], members: { Item: "object", ConsumedCapacity: "object", ...METADATA } },
  "dynamodb:putItem": { required: [], members: ITEM },
  "dynamodb:updateItem": { required: [], members: ITEM },
  "dynamodb:deleteItem": { required: [], members: ITEM },
  "events:putEvents": { required: [], members: { Entries: "array", FailedEntryCount: "number", ...METADATA } },
  "lambda:invoke": {
    required: [],
    members: {
      ...{
        ExecutedVersion: "string",
        FunctionError: "string",
        LogResult: "string",
        Payload: "any",
        StatusCode: "number",
      },
      ...METADATA,
    },
  },
  "sns:publish": { required: [], members: { MessageId: "string", SequenceNumber: "string", ...METADATA } },
  "sqs:sendMessage": {
    required: [],
    members: {
      ...{ MD5OfMessageAttributes: "string", MD5OfMessageBody: "string", MD5OfMessageSystemAttributes: "string" },
      ...{ MessageId: "string", SequenceNumber: "string", ...METADATA },
    },
  },
  "states:startExecution": {
    required: ["ExecutionArn", "StartDate"],
    members: { ExecutionArn: "string", StartDate: "any", ...METADATA },
  },
};

/** The model of what a mocked Task answers: of the polling call for `.sync`. Undefined where it is not kept here. */
export function mockModel({
  service,
  action,
  pattern,
}: Extract<TaskResource, { kind: "service" }>): MockModel | undefined {
  if (service === "states" && (pattern === "sync" || pattern === "sync:2")) return EXECUTION;
  return Object.hasOwn(MODELS, `${service}:${action}`) ? MODELS[`${service}:${action}`] : undefined;
}
