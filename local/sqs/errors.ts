import { AwsError } from "../aws/error.ts";

/** The namespace of SQS's shapes in `__type`. */
const NAMESPACE = "com.amazonaws.sqs";
/** The namespace of refusals that the service's model has no shape for. */
const FRAMEWORK = "com.amazon.coral.service";

/**
 * SQS's shapes, what clients of the old Query protocol call them, and their statuses
 * (awsQueryError and httpError traits of the service model).
 */
const SHAPES = {
  QueueDoesNotExist: ["AWS.SimpleQueueService.NonExistentQueue", 400],
  QueueNameExists: ["QueueAlreadyExists", 400],
  ReceiptHandleIsInvalid: ["ReceiptHandleIsInvalid", 404],
  MessageNotInflight: ["AWS.SimpleQueueService.MessageNotInflight", 400],
  OverLimit: ["OverLimit", 403],
  PurgeQueueInProgress: ["AWS.SimpleQueueService.PurgeQueueInProgress", 403],
  BatchEntryIdsNotDistinct: ["AWS.SimpleQueueService.BatchEntryIdsNotDistinct", 400],
  BatchRequestTooLong: ["AWS.SimpleQueueService.BatchRequestTooLong", 400],
  EmptyBatchRequest: ["AWS.SimpleQueueService.EmptyBatchRequest", 400],
  InvalidBatchEntryId: ["AWS.SimpleQueueService.InvalidBatchEntryId", 400],
  TooManyEntriesInBatchRequest: ["AWS.SimpleQueueService.TooManyEntriesInBatchRequest", 400],
  InvalidMessageContents: ["InvalidMessageContents", 400],
  InvalidAttributeName: ["InvalidAttributeName", 400],
  InvalidAttributeValue: ["InvalidAttributeValue", 400],
  UnsupportedOperation: ["AWS.SimpleQueueService.UnsupportedOperation", 400],
  ResourceNotFoundException: ["ResourceNotFoundException", 404],
  InvalidParameterValueException: ["InvalidParameterValue", 400],
  MissingRequiredParameterException: ["MissingParameter", 400],
  AccessDeniedException: ["AccessDenied", 403],
} as const satisfies Record<string, readonly [queryCode: string, status: number]>;

const UNMODELLED: ReadonlySet<keyof typeof SHAPES> = new Set([
  "InvalidParameterValueException",
  "MissingRequiredParameterException",
  "AccessDeniedException",
] as const);

/** An error of SQS, with the code that each protocol's clients see. */
export function sqsError(shape: keyof typeof SHAPES, message: string, queryMessage?: string): AwsError {
  const [queryCode, status] = SHAPES[shape];
  const namespace = UNMODELLED.has(shape) ? FRAMEWORK : NAMESPACE;
  const inQuery = queryMessage === undefined ? {} : { queryMessage };
  return new AwsError(shape, message, { status, queryCode, namespace, ...inQuery });
}

/** A parameter that cannot be: `Value X for parameter N is invalid. Reason: …`. */
export function invalidParameter(value: string, parameter: string, reason: string): AwsError {
  return sqsError(
    "InvalidParameterValueException",
    `Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}`,
  );
}

/** A parameter that must be there. */
export function missingParameter(parameter: string): AwsError {
  return sqsError("MissingRequiredParameterException", `The request must contain the parameter ${parameter}.`);
}

/** No such queue, in the words of the JSON protocol (SQSDG/sqs-json-api-responses) and of Query (aws/aws-sdk-php-laravel#129). */
export function noSuchQueue(): AwsError {
  const message = "The specified queue does not exist.";
  return sqsError("QueueDoesNotExist", message, "The specified queue does not exist for this wsdl version.");
}

/** A request that must name a queue and does not. */
export function noQueueName(): AwsError {
  return sqsError(
    "InvalidParameterValueException",
    "Value for parameter QueueName is invalid. Reason: Must specify a queue name.",
  );
}

/** A request without a receipt handle, which SQS calls otherwise in its refusal (aws-sdk-js-v3#5478, #6092). */
export function missingHandle(): AwsError {
  return missingParameter("MessageHandle");
}

/** A message for a FIFO queue that can be told from no other. */
export function noDeduplicationId(): AwsError {
  return sqsError(
    "InvalidParameterValueException",
    "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
  );
}
