import type { UnsubscribeCommandInput, UnsubscribeCommandOutput } from "@aws-sdk/client-sns";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Topics } from "../topics.ts";

/** Ends a subscription. */
export const unsubscribe: Operation<Topics, Wire<UnsubscribeCommandInput>, Wire<UnsubscribeCommandOutput>> = {
  name: "Unsubscribe",
  permissions: (input) => [{ action: "sns:Unsubscribe", resource: input.SubscriptionArn ?? "*" }],
  run: (input, _call, topics) => {
    topics.unsubscribe(topics.subscription(input.SubscriptionArn));
    return {} as Wire<UnsubscribeCommandOutput>;
  },
};
