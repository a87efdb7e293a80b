import type { Operation } from "../../aws/service.ts";
import { required, resourceNotFound } from "../errors.ts";
import type { Monitoring } from "../monitoring.ts";

interface Input {
  readonly AlarmNames?: readonly string[];
}

/** `DeleteAlarms` (CloudWatch API reference, API_DeleteAlarms). */
export const deleteAlarms: Operation<Monitoring, Input, object> = {
  name: "DeleteAlarms",
  permissions: (input, monitoring) =>
    (input.AlarmNames ?? []).map((name) => ({
      action: "cloudwatch:DeleteAlarms",
      resource: monitoring.alarmArn(name),
    })),
  run: (input, _call, monitoring) => {
    const names = required(input.AlarmNames, "alarmNames");
    const missing = names.filter((name) => monitoring.alarm(name) === undefined);
    // All or nothing: CloudWatch deletes none when one is not there.
    if (missing.length > 0) throw resourceNotFound(`Alarm(s) not found: ${missing.join(", ")}`);
    for (const name of names) monitoring.deleteAlarm(name);
    return {};
  },
};
