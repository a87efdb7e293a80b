import { DescribeLogGroupsCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import type { Stack } from "./stack.ts";

/** The messages in all log groups whose name contains a text; every group's without one. */
export async function logEvents(stack: Stack, logGroupNamePattern?: string): Promise<readonly string[]> {
  const { logGroups = [] } = await stack.logs.send(new DescribeLogGroupsCommand({ logGroupNamePattern }));
  const found = await Promise.all(
    logGroups.map(({ logGroupName }) => stack.logs.send(new FilterLogEventsCommand({ logGroupName }))),
  );
  return found.flatMap(({ events = [] }) => events.map(({ message }) => message ?? ""));
}
