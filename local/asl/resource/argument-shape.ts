import { apiModel, type Member, type Shape, type Structure } from "./api-model.ts";

/** An optimized integration that takes some members of an API's input. */
interface Selection {
  /** The API by its name in `aws-sdk:NAME`, and the operation. */
  readonly api: string;
  readonly operation: string;
  /** The arguments that the developer guide lists, by their names in the API; all where it lists all. */
  readonly names?: readonly string[];
}

const list = (names: string): readonly string[] => names.split(" ");
const item = (operation: string): Selection => ({ api: "dynamodb", operation });

/**
 * The arguments of the optimized integrations that the runtime serves, as their pages in the developer guide list them
 * (connect-ddb, connect-eventbridge, connect-lambda, connect-sns, connect-sqs, connect-stepfunctions).
 */
const SELECTIONS: Readonly<Record<string, Selection>> = {
  "dynamodb:getItem": item("getItem"),
  "dynamodb:putItem": item("putItem"),
  "dynamodb:updateItem": item("updateItem"),
  "dynamodb:deleteItem": item("deleteItem"),
  "events:putEvents": { api: "eventbridge", operation: "putEvents", names: ["Entries"] },
  "lambda:invoke": {
    api: "lambda",
    operation: "invoke",
    names: list("ClientContext FunctionName InvocationType LogType Payload Qualifier"),
  },
  "sns:publish": {
    api: "sns",
    operation: "publish",
    names: list(
      "Message MessageAttributes MessageDeduplicationId MessageGroupId MessageStructure PhoneNumber Subject TargetArn TopicArn",
    ),
  },
  "sqs:sendMessage": {
    api: "sqs",
    operation: "sendMessage",
    names: list("DelaySeconds MessageAttributes MessageBody MessageDeduplicationId MessageGroupId QueueUrl"),
  },
  "states:startExecution": { api: "sfn", operation: "startExecution", names: list("input name stateMachineArn") },
};

const TEXT: Shape = { kind: "text" };
const JSON_VALUE: Shape = { kind: "document" };
const LISTS: Shape = { kind: "lists" };

/** Integrations without an API of their own (connect-api-gateway, call-https-apis). */
const OWN: Readonly<Record<string, Structure>> = {
  "apigateway:invoke": structure({
    ...{ ApiEndpoint: TEXT, Method: TEXT, Stage: TEXT, Path: TEXT, AuthType: TEXT },
    ...{ Headers: LISTS, QueryParameters: LISTS, RequestBody: JSON_VALUE, AllowNullValues: { kind: "boolean" } },
  }),
  "http:invoke": structure({
    ...{ ApiEndpoint: TEXT, Method: TEXT, Headers: JSON_VALUE, QueryParameters: JSON_VALUE, RequestBody: JSON_VALUE },
    Authentication: structure({ ConnectionArn: TEXT }),
    InvocationConfig: structure({ ConnectionArn: TEXT }),
    Transform: structure({
      RequestBodyEncoding: TEXT,
      RequestEncodingOptions: structure({ ArrayFormat: TEXT }),
    }),
  }),
};

function structure(shapes: Readonly<Record<string, Shape>>): Structure {
  const members = Object.entries(shapes).map(([name, shape]): [string, Member] => [name, { wire: name, shape }]);
  return { kind: "structure", members: new Map(members) };
}

/**
 * The arguments of an integration, service and action as in its ARN; undefined where they are not known here: those of
 * services that the runtime does not serve.
 */
export function argumentShape(service: string, action: string): Structure | undefined {
  if (service.startsWith("aws-sdk:")) {
    return apiModel(service.slice("aws-sdk:".length), "sdk")?.operation(action)?.input;
  }
  const name = `${service}:${action}`;
  if (!shapes.has(name)) shapes.set(name, optimizedShape(name));
  return shapes.get(name);
}

const shapes = new Map<string, Structure | undefined>();

function optimizedShape(name: string): Structure | undefined {
  if (Object.hasOwn(OWN, name)) return OWN[name];
  const selection = Object.hasOwn(SELECTIONS, name) ? SELECTIONS[name] : undefined;
  return selection === undefined ? undefined : selected(selection);
}

function selected({ api, operation, names }: Selection): Structure | undefined {
  const input = apiModel(api, "optimized")?.operation(operation)?.input;
  if (input === undefined || names === undefined) return input;
  const members = [...input.members].filter(([, { wire }]) => names.includes(wire));
  return { kind: "structure", members: new Map(members) };
}
