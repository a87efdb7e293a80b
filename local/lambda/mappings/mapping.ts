import type { EventSourceMappingConfiguration } from "@aws-sdk/client-lambda";
import type { Scope } from "../../aws/caller.ts";
import type { Wire } from "../../json.ts";

/** An event source mapping: where events come from, and the function that gets them in batches. */
export interface Mapping {
  readonly uuid: string;
  readonly source: string;
  readonly functionName: string;
  readonly qualifier: string | undefined;
  readonly enabled: boolean;
  readonly batchSize: number;
  /** Seconds. */
  readonly batchingWindow: number;
  readonly reportsFailures: boolean;
  /** Batches of a queue handled at once; undefined where Lambda decides. */
  readonly maximumConcurrency: number | undefined;
  /** Patterns, of which a record must match one; mappings kept by earlier versions have none. */
  readonly filters?: readonly string[] | undefined;
  /** Only for streams. */
  readonly stream: StreamSettings | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** Epoch seconds. */
  readonly lastModified: number;
}

export interface StreamSettings {
  readonly startingPosition: "LATEST" | "TRIM_HORIZON";
  /** -1 for no end. */
  readonly maximumRetryAttempts: number;
  /** Seconds; -1 for no end. */
  readonly maximumRecordAge: number;
  readonly bisect: boolean;
  readonly parallelizationFactor: number;
  /** The ARN that failed batches are reported to. */
  readonly onFailure: string | undefined;
}

/** Whether a source is a queue; else it is a stream. */
export function isQueue(source: string): boolean {
  return source.split(":")[2] === "sqs";
}

/** The mapping as Lambda shows it. */
export function present(scope: Scope, mapping: Mapping): Wire<EventSourceMappingConfiguration> {
  const { partition, region, account } = scope;
  const prefix = `arn:${partition}:lambda:${region}:${account}`;
  const { stream, maximumConcurrency, qualifier, filters = [] } = mapping;
  return {
    UUID: mapping.uuid,
    ...(stream === undefined ? {} : { StartingPosition: stream.startingPosition }),
    BatchSize: mapping.batchSize,
    MaximumBatchingWindowInSeconds: mapping.batchingWindow,
    ...(stream === undefined ? {} : { ParallelizationFactor: stream.parallelizationFactor }),
    EventSourceArn: mapping.source,
    ...(filters.length === 0 ? {} : { FilterCriteria: { Filters: filters.map((Pattern) => ({ Pattern })) } }),
    FunctionArn: `${prefix}:function:${mapping.functionName}${qualifier === undefined ? "" : `:${qualifier}`}`,
    LastModified: mapping.lastModified,
    ...(stream === undefined ? {} : { LastProcessingResult: "No records processed" }),
    State: mapping.enabled ? "Enabled" : "Disabled",
    StateTransitionReason: stream === undefined ? "USER_INITIATED" : "User action",
    ...(stream === undefined
      ? {}
      : {
          DestinationConfig: stream.onFailure === undefined ? {} : { OnFailure: { Destination: stream.onFailure } },
          MaximumRecordAgeInSeconds: stream.maximumRecordAge,
          BisectBatchOnFunctionError: stream.bisect,
          MaximumRetryAttempts: stream.maximumRetryAttempts,
          TumblingWindowInSeconds: 0,
        }),
    FunctionResponseTypes: mapping.reportsFailures ? ["ReportBatchItemFailures"] : [],
    ...(maximumConcurrency === undefined ? {} : { ScalingConfig: { MaximumConcurrency: maximumConcurrency } }),
    EventSourceMappingArn: `${prefix}:event-source-mapping:${mapping.uuid}`,
  };
}
