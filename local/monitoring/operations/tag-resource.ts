import type { Operation } from "../../aws/service.ts";
import { knownAlarm } from "../known-alarm.ts";
import type { Monitoring } from "../monitoring.ts";

interface Input {
  readonly ResourceARN?: string;
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
}

/** `TagResource` (CloudWatch API reference, API_TagResource). */
export const tagResource: Operation<Monitoring, Input, object> = {
  name: "TagResource",
  permissions: (input) => [{ action: "cloudwatch:TagResource", resource: input.ResourceARN ?? "*" }],
  run: (input, _call, monitoring) => {
    const arn = knownAlarm(input.ResourceARN, monitoring);
    const given = Object.fromEntries((input.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
    monitoring.setTags(arn, { ...monitoring.tags(arn), ...given });
    return {};
  },
};
