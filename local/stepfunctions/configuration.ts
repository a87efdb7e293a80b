import type { EncryptionConfiguration, LoggingConfiguration } from "@aws-sdk/client-sfn";
import { invalidEncryptionConfiguration, invalidLoggingConfiguration } from "./errors.ts";
import type { Logging } from "./state-machine.ts";

/** What DescribeStateMachine shows when logging was never configured. */
export const NO_LOGGING: Logging = { level: "OFF", includeExecutionData: false, logGroupArn: undefined };

const LOG_GROUP_ARN = /^arn:[^:]+:logs:[^:]+:[^:]+:log-group:[^:]+(?::\*)?$/;
/** `kmsDataKeyReusePeriodSeconds` unless given (API reference, EncryptionConfiguration). */
const DEFAULT_REUSE_PERIOD = 300;

/**
 * A logging configuration with its defaults.
 *
 * @throws AwsError InvalidLoggingConfiguration (the text on the qualifier: hashicorp/terraform-provider-aws#17683; the
 * others from memory).
 */
export function loggingOf(configuration: LoggingConfiguration | undefined): Logging {
  if (configuration === undefined) return NO_LOGGING;
  const { level = "OFF", includeExecutionData = false, destinations = [] } = configuration;
  if (destinations.length > 1 || (level !== "OFF" && destinations.length === 0)) {
    throw invalidLoggingConfiguration("Must specify exactly one Log Destination.");
  }
  const logGroupArn = destinations[0]?.cloudWatchLogsLogGroup?.logGroupArn;
  if (destinations.length === 1) checkLogGroupArn(logGroupArn);
  return { level, includeExecutionData, logGroupArn };
}

function checkLogGroupArn(arn: string | undefined): void {
  if (arn === undefined || !LOG_GROUP_ARN.test(arn)) {
    throw invalidLoggingConfiguration("Log Destination is not a valid CloudWatch log group ARN.");
  }
  if (!arn.endsWith(":*")) throw invalidLoggingConfiguration("Log Group ARN must be provided with '*' qualifier.");
}

/** As the Describe operations show it. */
export function loggingConfiguration(logging: Logging): LoggingConfiguration {
  const { level, includeExecutionData, logGroupArn } = logging;
  if (logGroupArn === undefined) return { includeExecutionData, level };
  return { destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }], includeExecutionData, level };
}

/**
 * An encryption configuration with its defaults. Nothing is encrypted locally; the configuration is kept and shown.
 *
 * @throws AwsError InvalidEncryptionConfiguration (texts from memory).
 */
export function encryptionOf(configuration: EncryptionConfiguration | undefined): EncryptionConfiguration | undefined {
  if (configuration === undefined) return undefined;
  const { type, kmsKeyId, kmsDataKeyReusePeriodSeconds } = configuration;
  if (type === "AWS_OWNED_KEY") {
    if (kmsKeyId === undefined && kmsDataKeyReusePeriodSeconds === undefined) return { type };
    throw invalidEncryptionConfiguration(
      "'kmsKeyId' and 'kmsDataKeyReusePeriodSeconds' must be null for AWS_OWNED_KEY",
    );
  }
  if (kmsKeyId === undefined)
    throw invalidEncryptionConfiguration("'kmsKeyId' must be set for CUSTOMER_MANAGED_KMS_KEY");
  return {
    kmsDataKeyReusePeriodSeconds: kmsDataKeyReusePeriodSeconds ?? DEFAULT_REUSE_PERIOD,
    kmsKeyId,
    type,
  };
}

/** As the Describe operations show it. */
export function encryptionConfiguration(configuration: EncryptionConfiguration | undefined): EncryptionConfiguration {
  return configuration ?? { type: "AWS_OWNED_KEY" };
}
