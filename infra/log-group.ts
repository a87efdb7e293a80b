import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { Input, Resource } from "@pulumi/pulumi";

/**
 * A log group of the program's own. What writes to it may not make it: a late delivery would otherwise bring the group
 * back after `pulumi destroy`, without retention and without an owner.
 *
 * @param physicalName - See `logGroupName`.
 */
export function ownedLogGroup(
  name: string,
  physicalName: Input<string>,
  retentionDays: number,
  parent: Resource,
): LogGroup {
  return new LogGroup(name, { name: physicalName, retentionInDays: retentionDays }, { parent });
}
