import type { Permission } from "../aws/service.ts";
import type { LogGroups } from "./log-groups.ts";

/**
 * What an operation on a group is checked against: AWS builds the ARN with an empty stream, which is why policies end
 * their group ARNs with `:*`. Published refusals show it.
 */
export function onGroup(action: string, group: string | undefined, groups: LogGroups): readonly Permission[] {
  const name = /:log-group:([^:]+)/.exec(group ?? "")?.[1] ?? group ?? "";
  return [{ action: `logs:${action}`, resource: `${groups.arn(name)}:log-stream:` }];
}

/** What an operation on a stream is checked against; the resource policies have a say. */
export function onStream(
  action: string,
  { logGroupName, logStreamName }: { logGroupName?: string | undefined; logStreamName?: string | undefined },
  groups: LogGroups,
): readonly Permission[] {
  const group = groups.arn(logGroupName ?? "");
  const resource = `${group}:log-stream:${logStreamName ?? ""}`;
  return [{ action: `logs:${action}`, resource, resourcePolicy: groups.policies.documentFor(group) }];
}
