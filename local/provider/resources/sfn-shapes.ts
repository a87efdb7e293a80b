import type { Json, JsonObject } from "../../json.ts";
import type { Properties } from "../handler.ts";

/** How Pulumi's spelling of Step Functions' shapes differs from the API's. */

interface LoggingProperty {
  readonly includeExecutionData?: boolean;
  readonly level?: string;
  readonly logDestination?: string;
}

/** `loggingConfiguration` for the API; the provider leaves logging alone when the block is not there. */
export function loggingInput(inputs: Properties): JsonObject {
  const logging = inputs["loggingConfiguration"] as LoggingProperty | undefined;
  if (logging === undefined) return {};
  const { includeExecutionData = false, level = "OFF", logDestination } = logging;
  const destinations =
    logDestination === undefined || logDestination === ""
      ? []
      : [{ cloudWatchLogsLogGroup: { logGroupArn: logDestination } }];
  return { loggingConfiguration: { destinations, includeExecutionData, level } };
}

/** `loggingConfiguration` as the provider shows it. */
export function loggingOutput(logging: Json | undefined): JsonObject {
  const { destinations = [], includeExecutionData = false, level = "OFF" } = (logging ?? {}) as JsonObject;
  const [destination] = destinations as readonly {
    readonly cloudWatchLogsLogGroup?: { readonly logGroupArn?: string };
  }[];
  return { includeExecutionData, level, logDestination: destination?.cloudWatchLogsLogGroup?.logGroupArn ?? "" };
}

/** `encryptionConfiguration` for the API, without the members that were left empty. */
export function encryption(inputs: Properties): JsonObject {
  const configuration = inputs["encryptionConfiguration"] as JsonObject | undefined;
  if (configuration === undefined) return {};
  const { kmsKeyId, kmsDataKeyReusePeriodSeconds, type } = configuration;
  return {
    encryptionConfiguration: {
      ...(kmsKeyId === undefined || kmsKeyId === "" ? {} : { kmsKeyId }),
      ...(kmsDataKeyReusePeriodSeconds === undefined ? {} : { kmsDataKeyReusePeriodSeconds }),
      type: type ?? "AWS_OWNED_KEY",
    },
  };
}

/** An alias's routes for the API. */
export function routes(inputs: Properties): JsonObject[] {
  const list = (inputs["routingConfigurations"] ?? []) as readonly JsonObject[];
  return list.map(({ stateMachineVersionArn, weight }) => ({ stateMachineVersionArn, weight }));
}
