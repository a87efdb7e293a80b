/** Fields that AWS has and the local runtime refuses by name. */
export const REFUSED_FIELDS: Readonly<Record<string, string>> = {
  ItemReader: "there is no Amazon S3 to read items from; in TestState `mapItemReaderData` stands for it",
  ResultWriter: "there is no Amazon S3 to write results to",
};

/** The functions that AWS adds to JSONata (DG/transforming-data). */
export const JSONATA_FUNCTIONS = ["$partition", "$range", "$hash", "$random", "$uuid", "$parse"];

/** The reserved names of errors (DG/concepts-error-handling), without those of what is refused. */
export const ERRORS = [
  "States.ALL",
  "States.BranchFailed",
  "States.DataLimitExceeded",
  "States.ExceedToleratedFailureThreshold",
  "States.HeartbeatTimeout",
  "States.Http.Socket",
  "States.IntrinsicFailure",
  "States.Permissions",
  "States.QueryEvaluationError",
  "States.ReferencePathConflict",
  "States.Runtime",
  "States.TaskFailed",
  "States.Timeout",
];

/** The fields of what is no state. Branches and ItemProcessors are machines without the fields that only a whole one has. */
export const INNER_FIELDS: Readonly<Record<string, readonly string[]>> = {
  "the machine": ["StartAt", "States", "Comment", "QueryLanguage", "TimeoutSeconds", "Version"],
  "a retrier": [
    ...["ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds", "JitterStrategy", "Comment"],
  ],
  "a catcher": ["ErrorEquals", "Next", "ResultPath", "Output", "Assign", "Comment"],
  "a rule": ["Variable", "Condition", "Next", "Output", "Assign", "Comment"],
  Credentials: ["RoleArn", "RoleArn.$"],
  ProcessorConfig: ["Mode", "ExecutionType"],
  ItemBatcher: [
    ...["MaxItemsPerBatch", "MaxItemsPerBatchPath", "MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath", "BatchInput"],
  ],
};
