import { AwsError } from "../../aws/error.ts";
import type { JsonObject } from "../../json.ts";
import { invalid } from "../errors.ts";
import { queueUrl } from "../events/destinations.ts";
import type { Configuration } from "../function.ts";
import type { Lambda } from "../state.ts";
import type { Mapping } from "./mapping.ts";

/** The queue visibility that AWS's guide asks for, in function timeouts. */
const RECOMMENDED = 6;

/**
 * What AWS checks of a queue when a mapping is made: that the function's role may read it, and that a message stays
 * hidden as long as the function may take.
 *
 * @throws AwsError `InvalidParameterValueException`.
 */
export async function checkQueueAccess(state: Lambda, mapping: Mapping, configuration: Configuration): Promise<void> {
  const { environment } = state;
  const caller = state.executor.assumeRole(mapping.functionName, configuration.role);
  for (const operation of ["ReceiveMessage", "DeleteMessage"]) {
    const permission = { action: `sqs:${operation}`, resource: mapping.source };
    if (environment.aws.refusal(caller, permission) !== undefined) {
      throw invalid(`The function execution role does not have permissions to call ${operation} on SQS`);
    }
  }
  const { timeout } = configuration;
  const attributes = await ask(state, mapping, configuration, "GetQueueAttributes");
  const visibility = Number((attributes["Attributes"] as JsonObject | undefined)?.["VisibilityTimeout"] ?? 30);
  if (visibility < timeout) {
    throw invalid(`Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeout} seconds`);
  }
  const recommended = RECOMMENDED * timeout + mapping.batchingWindow;
  if (visibility < recommended) {
    environment.log.warn(
      `lambda: event source mapping ${mapping.source} → ${mapping.functionName}: the queue's visibility timeout is ` +
        `${visibility} s; below ${recommended} s (${RECOMMENDED} times the function's timeout) throttling leads to duplicates`,
    );
  }
}

/** The same for a stream. @throws AwsError `InvalidParameterValueException`. */
export async function checkStreamAccess(state: Lambda, mapping: Mapping, configuration: Configuration): Promise<void> {
  const caller = state.executor.assumeRole(mapping.functionName, configuration.role);
  for (const operation of ["GetRecords", "GetShardIterator", "DescribeStream"]) {
    const permission = { action: `dynamodb:${operation}`, resource: mapping.source };
    if (state.environment.aws.refusal(caller, permission) !== undefined) throw cannotAccess();
  }
  if (state.environment.aws.refusal(caller, { action: "dynamodb:ListStreams", resource: "*" }) !== undefined) {
    throw cannotAccess();
  }
  await ask(state, mapping, configuration, "DescribeStream");
}

async function ask(
  state: Lambda,
  mapping: Mapping,
  configuration: Configuration,
  operation: "GetQueueAttributes" | "DescribeStream",
): Promise<JsonObject> {
  const { environment, executor } = state;
  const caller = executor.assumeRole(mapping.functionName, configuration.role);
  try {
    return operation === "DescribeStream"
      ? await environment.aws.call("dynamodbstreams", operation, { StreamArn: mapping.source }, { caller })
      : await environment.aws.call(
          "sqs",
          operation,
          { QueueUrl: queueUrl(environment, mapping.source), AttributeNames: ["VisibilityTimeout"] },
          { caller },
        );
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code.startsWith("AccessDenied")) {
      throw operation === "DescribeStream"
        ? cannotAccess()
        : invalid("The function execution role does not have permissions to call GetQueueAttributes on SQS");
    }
    // Lambda finds a missing queue when it tries to receive from it.
    const [kind, tried] = operation === "DescribeStream" ? ["DynamoDB", operation] : ["SQS", "ReceiveMessage"];
    throw invalid(
      `Error occurred while ${tried}. ${kind} Error Code: ${error.queryCode ?? error.code}. ${kind} Error Message: ${error.message}`,
    );
  }
}

function cannotAccess(): AwsError {
  return invalid(
    "Cannot access stream. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, " +
      "and ListStreams Actions on your stream in IAM.",
  );
}
