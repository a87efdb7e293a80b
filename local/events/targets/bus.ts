import { isObject } from "../../json.ts";
import { forward } from "../forwarding.ts";
import type { InvokeTarget } from "./target.ts";

/** Another event bus: the event is put there as it is. */
export const invokeBus: InvokeTarget = async ({ aws }, { target, event, caller }) => {
  forward(event, caller);
  const answer = await aws.call(
    "events",
    "PutEvents",
    {
      Entries: [
        {
          EventBusName: target.Arn,
          Source: event.source,
          DetailType: event["detail-type"],
          Detail: JSON.stringify(event.detail),
          Resources: event.resources,
          Time: Date.parse(event.time) / 1000,
        },
      ],
    },
    { caller },
  );
  const entry = Array.isArray(answer["Entries"]) ? answer["Entries"][0] : undefined;
  if (isObject(entry) && entry["ErrorCode"] !== undefined) throw new Error(String(entry["ErrorMessage"]));
};
