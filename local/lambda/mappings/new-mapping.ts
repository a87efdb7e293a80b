import type {
  CreateEventSourceMappingRequest,
  FilterCriteria,
  UpdateEventSourceMappingRequest,
} from "@aws-sdk/client-lambda";
import { brokenConstraint, validationErrors } from "../../aws/broken-constraint.ts";
import { AwsError } from "../../aws/error.ts";
import type { Wire } from "../../json.ts";
import { conflict, invalid, unsupported, violation } from "../errors.ts";
import type { Configuration } from "../function.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";
import { checkQueueAccess, checkStreamAccess } from "./access.ts";
import { checkFilters } from "./filters.ts";
import { isQueue, type Mapping, type StreamSettings } from "./mapping.ts";

type Create = Wire<CreateEventSourceMappingRequest>;
type Update = Wire<UpdateEventSourceMappingRequest>;

/** What mappings have on AWS and not here: refused by name. */
const UNSUPPORTED = [
  "KMSKeyArn",
  "MetricsConfig",
  "ProvisionedPollerConfig",
  "SourceAccessConfigurations",
  "AmazonManagedKafkaEventSourceConfig",
  "SelfManagedKafkaEventSourceConfig",
  "DocumentDBEventSourceConfig",
] as const;

/**
 * A mapping from a CreateEventSourceMapping request, checked as AWS does (API reference, CreateEventSourceMapping).
 *
 * @throws AwsError when a value is out of range, the role may not read the source, or the mapping exists.
 */
export async function newMapping(state: Lambda, input: Create): Promise<Mapping> {
  const { EventSourceArn: source = "" } = input;
  const service = source.split(":")[2] ?? "";
  if (service !== "sqs" && service !== "dynamodb")
    throw unsupported(`An event source like ${source || "the one given"}`);
  const { name, qualifier } = parseReference(input.FunctionName);
  const existing = state.mappings
    .all()
    .find((one) => one.source === source && one.functionName === name && one.qualifier === qualifier);
  if (existing !== undefined) {
    throw conflict(
      `An event source mapping with ${isQueue(source) ? "SQS" : "DynamoDB"} arn (" ${source} ") and function (" ${name} ") already exists. ` +
        `Please update or delete the existing mapping with UUID ${existing.uuid}`,
    );
  }
  if (isQueue(source) && input.StartingPosition !== undefined) {
    throw invalid("StartingPosition is not valid for SQS event sources.");
  }
  if (!isQueue(source) && input.StartingPosition === undefined) {
    throw invalid(`${validationErrors(brokenConstraint(null, "startingPosition", "not be null"))}.`);
  }
  if (input.StartingPosition === "AT_TIMESTAMP")
    throw invalid("Unsupported starting position for arn type: AT_TIMESTAMP");
  const blank: Mapping = {
    ...{ uuid: state.environment.ids.uuid(), source, functionName: name, qualifier, enabled: true },
    ...{ batchSize: isQueue(source) ? 10 : 100, batchingWindow: 0, reportsFailures: false },
    ...{ filters: [], maximumConcurrency: undefined, tags: input.Tags ?? {}, lastModified: 0 },
    stream: isQueue(source) ? undefined : newStream(input.StartingPosition ?? "LATEST"),
  };
  return changedMapping(state, blank, input);
}

/** A mapping with what a request changes. @throws AwsError as {@link newMapping}. */
export async function changedMapping(state: Lambda, before: Mapping, input: Create | Update): Promise<Mapping> {
  for (const name of UNSUPPORTED) if (input[name] !== undefined && !isEmpty(input[name])) throw unsupported(name);
  if ((input.TumblingWindowInSeconds ?? 0) > 0) throw unsupported("TumblingWindowInSeconds");
  const reference = input.FunctionName === undefined ? undefined : parseReference(input.FunctionName);
  const mapping: Mapping = {
    ...before,
    functionName: reference?.name ?? before.functionName,
    qualifier: reference === undefined ? before.qualifier : reference.qualifier,
    enabled: input.Enabled ?? before.enabled,
    batchSize: input.BatchSize ?? before.batchSize,
    batchingWindow: input.MaximumBatchingWindowInSeconds ?? before.batchingWindow,
    reportsFailures:
      input.FunctionResponseTypes === undefined
        ? before.reportsFailures
        : input.FunctionResponseTypes.includes("ReportBatchItemFailures"),
    maximumConcurrency:
      input.ScalingConfig === undefined ? before.maximumConcurrency : input.ScalingConfig.MaximumConcurrency,
    filters: input.FilterCriteria === undefined ? before.filters : patternsOf(input.FilterCriteria),
    stream: before.stream === undefined ? undefined : changedStream(before.stream, input),
    lastModified: state.environment.clock.now() / 1000,
  };
  checkLimits(mapping);
  checkFilters(mapping.filters ?? []);
  const configuration = configurationOf(state, mapping);
  if (isQueue(mapping.source)) await checkQueueAccess(state, mapping, configuration);
  else await checkStreamAccess(state, mapping, configuration);
  return mapping;
}

/** What the mapping's function runs; here one that is not there is a bad parameter, not a missing resource. */
function configurationOf(state: Lambda, { functionName: name, qualifier }: Mapping): Configuration {
  try {
    return state.functions.resolve({ name, qualifier }, () => 1).configuration;
  } catch (error) {
    if (error instanceof AwsError && error.status === 404) throw invalid("Function does not exist");
    throw error;
  }
}

function patternsOf({ Filters: filters = [] }: Wire<FilterCriteria>): readonly string[] {
  return filters.flatMap(({ Pattern: pattern }) => (pattern === undefined ? [] : [pattern]));
}

function newStream(startingPosition: "LATEST" | "TRIM_HORIZON"): StreamSettings {
  return {
    ...{ startingPosition, maximumRetryAttempts: -1, maximumRecordAge: -1, bisect: false },
    ...{ parallelizationFactor: 1, onFailure: undefined },
  };
}

function changedStream(before: StreamSettings, input: Create | Update): StreamSettings {
  return {
    ...before,
    maximumRetryAttempts: input.MaximumRetryAttempts ?? before.maximumRetryAttempts,
    maximumRecordAge: input.MaximumRecordAgeInSeconds ?? before.maximumRecordAge,
    bisect: input.BisectBatchOnFunctionError ?? before.bisect,
    parallelizationFactor: input.ParallelizationFactor ?? before.parallelizationFactor,
    onFailure:
      input.DestinationConfig === undefined ? before.onFailure : input.DestinationConfig.OnFailure?.Destination,
  };
}

function checkLimits({ source, batchSize, batchingWindow }: Mapping): void {
  const fifo = source.endsWith(".fifo");
  if (fifo && batchSize > 10) throw violation("batchSize", batchSize, "have value less than or equal to 10");
  if (fifo && batchingWindow > 0) throw invalid("Batching window is not supported for FIFO queues");
  if (isQueue(source) && batchSize > 10 && batchingWindow < 1) {
    throw invalid("Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10");
  }
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.values(value).every((one) => one === undefined);
}
