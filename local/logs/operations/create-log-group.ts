import type { CreateLogGroupCommandInput, CreateLogGroupCommandOutput } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { groupName } from "../constraints.ts";
import { constraint, invalidParameter } from "../errors.ts";
import type { LogGroups } from "../log-groups.ts";
import { onGroup } from "../resources.ts";

const CLASSES: readonly string[] = ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"];

/** `CreateLogGroup` (CloudWatch Logs API reference, API_CreateLogGroup). */
export const createLogGroup: Operation<
  LogGroups,
  Wire<CreateLogGroupCommandInput>,
  Wire<CreateLogGroupCommandOutput>
> = {
  name: "CreateLogGroup",
  permissions: (input, groups) => onGroup("CreateLogGroup", input.logGroupName, groups),
  run: (input, _call, groups) => {
    const name = groupName(input.logGroupName);
    if (name.startsWith("aws/")) throw invalidParameter("Log groups starting with AWS/ are reserved for AWS.");
    const { logGroupClass = "STANDARD" } = input;
    if (!CLASSES.includes(logGroupClass)) {
      throw constraint(logGroupClass, "logGroupClass", `satisfy enum value set: [${CLASSES.join(", ")}]`);
    }
    groups.create({
      name,
      created: groups.now(),
      class: logGroupClass,
      retentionInDays: undefined,
      kmsKeyId: input.kmsKeyId,
      deletionProtection: input.deletionProtectionEnabled ?? false,
      tags: input.tags ?? {},
      streams: new Map(),
      bytes: 0,
    });
    return {};
  },
};
