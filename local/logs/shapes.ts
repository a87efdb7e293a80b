import type {
  LogGroup as LogGroupShape,
  LogStream as LogStreamShape,
  ResourcePolicy as ResourcePolicyShape,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Wire } from "../json.ts";
import type { LogGroup, LogStream } from "./entities.ts";
import type { LogGroups } from "./log-groups.ts";
import type { ResourcePolicy } from "./resource-policies.ts";

/** A group as DescribeLogGroups shows it: `arn` ends with `:*`, `logGroupArn` does not. */
export function groupShape(group: LogGroup, groups: LogGroups): Wire<LogGroupShape> {
  const arn = groups.arn(group.name);
  return {
    logGroupName: group.name,
    creationTime: group.created,
    ...(group.retentionInDays === undefined ? {} : { retentionInDays: group.retentionInDays }),
    metricFilterCount: 0,
    arn: `${arn}:*`,
    storedBytes: group.bytes,
    ...(group.kmsKeyId === undefined ? {} : { kmsKeyId: group.kmsKeyId }),
    logGroupClass: group.class as NonNullable<LogGroupShape["logGroupClass"]>,
    logGroupArn: arn,
    deletionProtectionEnabled: group.deletionProtection,
  };
}

/** A stream as DescribeLogStreams shows it. */
export function streamShape(group: LogGroup, stream: LogStream, groups: LogGroups): Wire<LogStreamShape> {
  return {
    logStreamName: stream.name,
    creationTime: stream.created,
    ...(stream.firstEvent === undefined ? {} : { firstEventTimestamp: stream.firstEvent }),
    ...(stream.lastEvent === undefined ? {} : { lastEventTimestamp: stream.lastEvent }),
    ...(stream.lastIngestion === undefined ? {} : { lastIngestionTime: stream.lastIngestion }),
    uploadSequenceToken: "49".padEnd(56, "0"),
    arn: `${groups.arn(group.name)}:log-stream:${stream.name}`,
    storedBytes: 0,
  };
}

/** A resource policy. */
export function policyShape({ document, updated, scope }: ResourcePolicy): Wire<ResourcePolicyShape> {
  const common = { policyDocument: document, lastUpdatedTime: updated };
  if (scope.kind === "account") return { policyName: scope.name, ...common, policyScope: "ACCOUNT" };
  return { ...common, policyScope: "RESOURCE", resourceArn: scope.arn, revisionId: scope.revision };
}
