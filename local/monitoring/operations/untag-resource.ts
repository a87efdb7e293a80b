import type { Operation } from "../../aws/service.ts";
import { knownAlarm } from "../known-alarm.ts";
import type { Monitoring } from "../monitoring.ts";

interface Input {
  readonly ResourceARN?: string;
  readonly TagKeys?: readonly string[];
}

/** `UntagResource` (CloudWatch API reference, API_UntagResource). */
export const untagResource: Operation<Monitoring, Input, object> = {
  name: "UntagResource",
  permissions: (input) => [{ action: "cloudwatch:UntagResource", resource: input.ResourceARN ?? "*" }],
  run: (input, _call, monitoring) => {
    const arn = knownAlarm(input.ResourceARN, monitoring);
    const gone = new Set(input.TagKeys);
    monitoring.setTags(arn, Object.fromEntries(Object.entries(monitoring.tags(arn)).filter(([key]) => !gone.has(key))));
    return {};
  },
};
