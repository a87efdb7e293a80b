import { notFound } from "./errors.ts";
import type { Monitoring } from "./monitoring.ts";

/**
 * The ARN of an alarm that is there.
 *
 * @throws AwsError `ResourceNotFoundException`.
 */
export function knownAlarm(arn: string | undefined, monitoring: Monitoring): string {
  const name = /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:alarm:(.+)$/.exec(arn ?? "")?.[1] ?? "";
  const alarm = monitoring.alarm(name);
  if (alarm === undefined) throw notFound(`No resource found for ${arn ?? ""}`);
  return alarm.arn;
}
