import type { EventSourceMappingConfiguration } from "@aws-sdk/client-lambda";
import type { JsonObject, Wire } from "../../json.ts";
import type { CheckFailure, HandlerContext, Properties, ResourceHandler, ResourceState } from "../handler.ts";
import { lambdaCall, lambdaFind, retagLambda, tagsOf } from "./lambda-calls.ts";
import { rfc3339 } from "./times.ts";

interface MappingArgs {
  readonly batchSize?: number;
  readonly bisectBatchOnFunctionError?: boolean;
  readonly destinationConfig?: { readonly onFailure?: { readonly destinationArn: string } };
  readonly enabled?: boolean;
  readonly eventSourceArn?: string;
  readonly filterCriteria?: { readonly filters?: readonly { readonly pattern?: string }[] };
  readonly functionName: string;
  readonly functionResponseTypes?: readonly string[];
  readonly maximumBatchingWindowInSeconds?: number;
  readonly maximumRecordAgeInSeconds?: number;
  readonly maximumRetryAttempts?: number;
  readonly parallelizationFactor?: number;
  readonly scalingConfig?: { readonly maximumConcurrency?: number };
  readonly startingPosition?: string;
  readonly tumblingWindowInSeconds?: number;
}

/** `aws.lambda.EventSourceMapping` for queues and tables' streams; its id is the mapping's UUID. */
export const lambdaEventSourceMapping: ResourceHandler = {
  type: "aws:lambda/eventSourceMapping:EventSourceMapping",
  check: checkMapping,
  create: async (inputs, context) => {
    const args = argsOf(inputs);
    const made = await lambdaCall(context, "CreateEventSourceMapping", {
      EventSourceArn: args.eventSourceArn ?? "",
      ...(args.startingPosition === undefined ? {} : { StartingPosition: args.startingPosition }),
      Tags: tagsOf(inputs),
      ...changeable(args),
    });
    return present(String(made["UUID"]), inputs, context);
  },
  update: async (id, _olds, news, context) => {
    const changed = await lambdaCall(context, "UpdateEventSourceMapping", { UUID: id, ...changeable(argsOf(news)) });
    await retagLambda(context, String(changed["EventSourceMappingArn"]), news);
    return present(id, news, context);
  },
  read: async (id, context) => {
    const found = await lambdaFind(context, "GetEventSourceMapping", { UUID: id });
    if (found === undefined) return undefined;
    const state = await present(id, {}, context);
    const { maximumBatchingWindowInSeconds: window, tumblingWindowInSeconds: tumbling, ...inputs } = inputsOf(found);
    // No window is no setting; AWS tells it as 0.
    const windows = {
      maximumBatchingWindowInSeconds: window || undefined,
      tumblingWindowInSeconds: tumbling || undefined,
    };
    return { ...state, inputs: { ...inputs, ...windows, tags: state.outputs["tagsAll"] } };
  },
  delete: async (id, _outputs, context) => {
    await lambdaFind(context, "DeleteEventSourceMapping", { UUID: id });
  },
};

/** What AWS takes for streams only. */
const FOR_STREAMS = [
  "bisectBatchOnFunctionError",
  "destinationConfig",
  "maximumRecordAgeInSeconds",
  "maximumRetryAttempts",
  "parallelizationFactor",
  "startingPosition",
  "tumblingWindowInSeconds",
];

/** What Lambda takes of a source (LDG/services-sqs-configure, LDG/services-dynamodb-eventsourcemapping). */
function checkMapping(inputs: Properties, unknown: ReadonlySet<string>): readonly CheckFailure[] {
  if (unknown.has("eventSourceArn") || inputs["eventSourceArn"] === undefined) return [];
  const args = argsOf(inputs);
  const { batchSize = 1, maximumBatchingWindowInSeconds: window = 0, maximumRecordAgeInSeconds: age = -1 } = args;
  const failures: CheckFailure[] = [];
  const refuse = (property: string, reason: string): number => failures.push({ property, reason });
  if (isQueue(inputs)) {
    failures.push(...FOR_STREAMS.filter((name) => Boolean(inputs[name])).map(refusedForQueues));
    const isFifo = args.eventSourceArn?.endsWith(".fifo") === true;
    if (isFifo && window > 0) refuse("maximumBatchingWindowInSeconds", "is not supported for FIFO queues");
    if (isFifo && batchSize > 10) refuse("batchSize", `must be at most 10 for FIFO queues, not ${batchSize}`);
    else if (batchSize > 10 && window < 1 && !unknown.has("maximumBatchingWindowInSeconds")) {
      refuse("batchSize", "may be greater than 10 only with maximumBatchingWindowInSeconds of at least 1");
    }
    return failures;
  }
  if (args.eventSourceArn?.split(":")[2] !== "dynamodb") {
    return [
      { property: "eventSourceArn", reason: "is served by the local runtime for queues and tables' streams only" },
    ];
  }
  if (args.startingPosition === undefined && !unknown.has("startingPosition")) {
    refuse("startingPosition", "is required for a stream");
  } else if (args.startingPosition === "AT_TIMESTAMP") refuse("startingPosition", "AT_TIMESTAMP is for Kinesis");
  if (age !== -1 && age < 60) refuse("maximumRecordAgeInSeconds", `must be -1 or between 60 and 604800, not ${age}`);
  if (args.scalingConfig !== undefined) refuse("scalingConfig", "is for queues");
  return failures;
}

function isQueue({ eventSourceArn: arn }: Properties): boolean {
  return typeof arn === "string" && arn.split(":")[2] === "sqs";
}

function refusedForQueues(property: string): CheckFailure {
  return { property, reason: "is for streams: AWS refuses it for a queue" };
}

function argsOf(properties: Properties): MappingArgs {
  return properties as unknown as MappingArgs;
}

/** The members that UpdateEventSourceMapping takes as well; what is not given is put back to the default. */
function changeable(args: MappingArgs): JsonObject {
  const isStream = args.eventSourceArn?.split(":")[2] === "dynamodb";
  const onFailure = args.destinationConfig?.onFailure?.destinationArn;
  const filters = args.filterCriteria?.filters ?? [];
  const maximumConcurrency = args.scalingConfig?.maximumConcurrency;
  return {
    FunctionName: args.functionName,
    Enabled: args.enabled ?? true,
    BatchSize: args.batchSize ?? (isStream ? 100 : 10),
    MaximumBatchingWindowInSeconds: args.maximumBatchingWindowInSeconds ?? 0,
    FunctionResponseTypes: [...(args.functionResponseTypes ?? [])],
    ...(maximumConcurrency === undefined
      ? { ScalingConfig: {} }
      : { ScalingConfig: { MaximumConcurrency: maximumConcurrency } }),
    // Lambda keeps the filters that there are unless it is given others, or an empty object.
    FilterCriteria: filters.length === 0 ? {} : { Filters: filters.map(({ pattern }) => ({ Pattern: pattern ?? "" })) },
    ...(isStream
      ? {
          BisectBatchOnFunctionError: args.bisectBatchOnFunctionError ?? false,
          DestinationConfig: onFailure === undefined ? {} : { OnFailure: { Destination: onFailure } },
          MaximumRecordAgeInSeconds: args.maximumRecordAgeInSeconds ?? -1,
          MaximumRetryAttempts: args.maximumRetryAttempts ?? -1,
          ParallelizationFactor: args.parallelizationFactor ?? 1,
          TumblingWindowInSeconds: args.tumblingWindowInSeconds ?? 0,
        }
      : {}),
  };
}

function inputsOf(mapping: Wire<EventSourceMappingConfiguration>) {
  const onFailure = mapping.DestinationConfig?.OnFailure?.Destination;
  const concurrency = mapping.ScalingConfig?.MaximumConcurrency;
  const filters = mapping.FilterCriteria?.Filters ?? [];
  return {
    batchSize: mapping.BatchSize,
    bisectBatchOnFunctionError: mapping.BisectBatchOnFunctionError ?? false,
    ...(onFailure === undefined ? {} : { destinationConfig: { onFailure: { destinationArn: onFailure } } }),
    enabled: mapping.State !== "Disabled",
    eventSourceArn: mapping.EventSourceArn,
    ...(filters.length === 0 ? {} : { filterCriteria: { filters: filters.map((one) => ({ pattern: one.Pattern })) } }),
    functionName: mapping.FunctionArn,
    functionResponseTypes: mapping.FunctionResponseTypes ?? [],
    maximumBatchingWindowInSeconds: mapping.MaximumBatchingWindowInSeconds,
    maximumRecordAgeInSeconds: mapping.MaximumRecordAgeInSeconds ?? 0,
    maximumRetryAttempts: mapping.MaximumRetryAttempts ?? 0,
    parallelizationFactor: mapping.ParallelizationFactor ?? 0,
    ...(concurrency === undefined ? {} : { scalingConfig: { maximumConcurrency: concurrency } }),
    ...(mapping.StartingPosition === undefined ? {} : { startingPosition: mapping.StartingPosition }),
    tumblingWindowInSeconds: mapping.TumblingWindowInSeconds ?? 0,
  };
}

async function present(id: string, inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const mapping = (await lambdaCall(context, "GetEventSourceMapping", {
    UUID: id,
  })) as Wire<EventSourceMappingConfiguration>;
  const arn = mapping.EventSourceMappingArn ?? "";
  const { Tags: tags } = await lambdaCall(context, "ListTags", { Resource: arn });
  return {
    id,
    outputs: {
      ...inputsOf(mapping),
      ...inputs,
      arn,
      functionArn: mapping.FunctionArn,
      // The provider answers with the ARN, whichever of name and ARN the program gave.
      functionName: mapping.FunctionArn,
      lastModified: rfc3339(mapping.LastModified ?? 0),
      lastProcessingResult: mapping.LastProcessingResult ?? "",
      region: context.aws.scope.region,
      state: mapping.State,
      stateTransitionReason: mapping.StateTransitionReason,
      tagsAll: (tags ?? {}) as Properties,
      uuid: id,
    },
  };
}
