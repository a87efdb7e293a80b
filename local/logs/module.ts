import { readFileSync } from "node:fs";
import { join } from "node:path";
import { constrained, type Demands } from "../aws/model-constraints.ts";
import { defineService } from "../aws/service.ts";
import type { CreateModule } from "../module.ts";
import { logHandlers } from "../provider/resources/logs.ts";
import { brokenModel } from "./errors.ts";
import { LogGroups } from "./log-groups.ts";
import { associateKmsKey } from "./operations/associate-kms-key.ts";
import { createLogGroup } from "./operations/create-log-group.ts";
import { createLogStream } from "./operations/create-log-stream.ts";
import { deleteLogGroup } from "./operations/delete-log-group.ts";
import { deleteLogStream } from "./operations/delete-log-stream.ts";
import { deleteResourcePolicy } from "./operations/delete-resource-policy.ts";
import { deleteRetentionPolicy } from "./operations/delete-retention-policy.ts";
import { describeLogGroups } from "./operations/describe-log-groups.ts";
import { describeLogStreams } from "./operations/describe-log-streams.ts";
import { describeResourcePolicies } from "./operations/describe-resource-policies.ts";
import { disassociateKmsKey } from "./operations/disassociate-kms-key.ts";
import { filterLogEvents } from "./operations/filter-log-events.ts";
import { getLogEvents } from "./operations/get-log-events.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { putLogEvents } from "./operations/put-log-events.ts";
import { putLogGroupDeletionProtection } from "./operations/put-log-group-deletion-protection.ts";
import { putResourcePolicy } from "./operations/put-resource-policy.ts";
import { putRetentionPolicy } from "./operations/put-retention-policy.ts";
import { startLiveTail } from "./operations/start-live-tail.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";

/** What the service's model demands of requests; names and limits are checked where they are taken. */
const MODEL: Readonly<Record<string, Demands>> = JSON.parse(
  readFileSync(join(import.meta.dirname, "model.json"), "utf8"),
);

/** CloudWatch Logs: groups, streams and events, retention, filters, and the account's resource policies. */
export const createLogs: CreateModule = (environment) => {
  const groups = new LogGroups(environment);
  const operations = [
    associateKmsKey,
    createLogGroup,
    createLogStream,
    deleteLogGroup,
    deleteLogStream,
    deleteResourcePolicy,
    deleteRetentionPolicy,
    describeLogGroups,
    describeLogStreams,
    describeResourcePolicies,
    disassociateKmsKey,
    filterLogEvents,
    getLogEvents,
    listTagsForResource,
    putLogEvents,
    putLogGroupDeletionProtection,
    putResourcePolicy,
    putRetentionPolicy,
    startLiveTail,
    tagResource,
    untagResource,
  ] as const;
  const service = defineService<LogGroups>(
    {
      id: "logs",
      wire: { protocol: "json", version: "1.1", targetPrefix: "Logs_20140328", signingName: "logs" },
    },
    groups,
    constrained(operations, MODEL, brokenModel),
  );
  return { services: [service], handlers: logHandlers };
};
