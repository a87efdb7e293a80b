import type { Operation } from "../../aws/service.ts";
import { knownAlarm } from "../known-alarm.ts";
import type { Monitoring } from "../monitoring.ts";

interface Input {
  readonly ResourceARN?: string;
}

/** `ListTagsForResource` (CloudWatch API reference, API_ListTagsForResource). */
export const listTagsForResource: Operation<Monitoring, Input, object> = {
  name: "ListTagsForResource",
  permissions: (input) => [{ action: "cloudwatch:ListTagsForResource", resource: input.ResourceARN ?? "*" }],
  run: (input, _call, monitoring) => {
    const tags = monitoring.tags(knownAlarm(input.ResourceARN, monitoring));
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  },
};
