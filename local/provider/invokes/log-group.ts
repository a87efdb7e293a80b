import { OWNER } from "../../aws/caller.ts";
import { isObject } from "../../json.ts";
import type { InvokeHandler } from "../handler.ts";

/** `aws.cloudwatch.getLogGroup`: `logs:DescribeLogGroups`; a group that is not there is an error. */
export const getLogGroup: InvokeHandler = {
  token: "aws:cloudwatch/getLogGroup:getLogGroup",
  invoke: async (args, { aws }) => {
    const name = String(args["name"]);
    const { logGroups } = await aws.call("logs", "DescribeLogGroups", { logGroupNamePrefix: name }, { caller: OWNER });
    const groups = Array.isArray(logGroups) ? logGroups.filter(isObject) : [];
    const group = groups.find(({ logGroupName }) => logGroupName === name);
    if (group === undefined) throw new Error(`reading CloudWatch Logs Log Group (${name}): couldn't find resource`);
    const arn = String(group["arn"]).replace(/:\*$/, "");
    const { tags } = await aws.call("logs", "ListTagsForResource", { resourceArn: arn }, { caller: OWNER });
    return {
      arn,
      creationTime: group["creationTime"],
      deletionProtectionEnabled: group["deletionProtectionEnabled"] ?? false,
      id: name,
      kmsKeyId: group["kmsKeyId"] ?? "",
      logGroupClass: group["logGroupClass"] ?? "STANDARD",
      name,
      region: aws.scope.region,
      retentionInDays: group["retentionInDays"] ?? 0,
      tags: tags ?? {},
    };
  },
};
