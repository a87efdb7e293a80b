import type {
  SetSubscriptionAttributesCommandInput,
  SetSubscriptionAttributesCommandOutput,
} from "@aws-sdk/client-sns";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { invalidParameter } from "../errors.ts";
import { compileFilterPolicy } from "../filter-policy.ts";
import { checkSubscriptionAttribute, keptAttribute } from "../subscription-attributes.ts";
import { withAttribute } from "../topic-attributes.ts";
import type { Topics } from "../topics.ts";

/** Changes one attribute of a subscription; in force at once (AWS takes up to fifteen minutes for a filter). */
export const setSubscriptionAttributes: Operation<
  Topics,
  Wire<SetSubscriptionAttributesCommandInput>,
  Wire<SetSubscriptionAttributesCommandOutput>
> = {
  name: "SetSubscriptionAttributes",
  permissions: (input) => [{ action: "sns:SetSubscriptionAttributes", resource: input.SubscriptionArn ?? "*" }],
  run: (input, _call, topics) => {
    const subscription = topics.subscription(input.SubscriptionArn);
    const name = input.AttributeName ?? "";
    const value = keptAttribute(name, input.AttributeValue ?? "");
    checkSubscriptionAttribute(name, value, subscription, invalidParameter);
    const attributes = withAttribute(subscription.attributes, name, value);
    const filter = compileFilterPolicy(attributes);
    topics.subscribe({ ...subscription, attributes, filter });
    return {} as Wire<SetSubscriptionAttributesCommandOutput>;
  },
};
