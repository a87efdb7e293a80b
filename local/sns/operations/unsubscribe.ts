import type { UnsubscribeCommandInput, UnsubscribeCommandOutput } from "@aws-sdk/client-sns";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { invalidArn, invalidParameter } from "../errors.ts";
import type { Topics } from "../topics.ts";

/** Ends a subscription; one that is not there is no error. */
export const unsubscribe: Operation<Topics, Wire<UnsubscribeCommandInput>, Wire<UnsubscribeCommandOutput>> = {
  name: "Unsubscribe",
  permissions: (input) => [{ action: "sns:Unsubscribe", resource: input.SubscriptionArn ?? "*" }],
  run: (input, _call, topics) => {
    const arn = input.SubscriptionArn;
    if (arn === undefined) throw invalidParameter("SubscriptionArn Reason: no value for required parameter");
    const parts = arn.split(":").length;
    if (parts < 6) throw invalidArn("SubscriptionArn", arn);
    const subscription = topics.findSubscription(arn);
    if (parts === 6 && subscription === undefined) throw invalidParameter("SubscriptionId");
    if (subscription !== undefined) topics.unsubscribe(subscription);
    return {} as Wire<UnsubscribeCommandOutput>;
  },
};
