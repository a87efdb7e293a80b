import { OWNER } from "../../../local/aws/caller.ts";
import { AwsError } from "../../../local/aws/error.ts";
import { createDynamodb } from "../../../local/dynamodb/module.ts";
import type { JsonObject } from "../../../local/json.ts";
import type { Storage } from "../../../local/storage.ts";
import { type TestEnvironment, testEnvironment } from "../../support/environment.ts";

/** DynamoDB alone, with shorthands for calls as the account's owner. */
export interface Subject {
  readonly environment: TestEnvironment;
  call(operation: string, input: object): Promise<JsonObject>;
  streams(operation: string, input: object): Promise<JsonObject>;
  /** The error a call ends in. */
  refusal(operation: string, input: object, service?: string): Promise<AwsError>;
}

export function subject(options: { storage?: Storage } = {}): Subject {
  const environment = testEnvironment(options);
  environment.use(createDynamodb);
  const via = (service: string) => (operation: string, input: object) =>
    environment.aws.call(service, operation, input as JsonObject, { caller: OWNER });
  const call = via("dynamodb");
  return {
    environment,
    call,
    streams: via("dynamodbstreams"),
    refusal: async (operation, input, service = "dynamodb") => {
      try {
        await via(service)(operation, input);
      } catch (error) {
        if (error instanceof AwsError) return error;
        throw error;
      }
      throw new Error(`${operation} was not refused`);
    },
  };
}

/** An on-demand table whose items have a partition key `id` and, when asked for, a sort key `at`. */
export function table(name: string, more: object = {}): object {
  return {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    ...more,
  };
}
