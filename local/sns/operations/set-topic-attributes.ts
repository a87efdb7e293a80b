import type { SetTopicAttributesCommandInput, SetTopicAttributesCommandOutput } from "@aws-sdk/client-sns";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { invalidParameter } from "../errors.ts";
import { checkTopicPolicy, isTopicAttribute, withAttribute } from "../topic-attributes.ts";
import type { Topics } from "../topics.ts";

/** Changes one attribute; an empty policy brings the default one back. */
export const setTopicAttributes: Operation<
  Topics,
  Wire<SetTopicAttributesCommandInput>,
  Wire<SetTopicAttributesCommandOutput>
> = {
  name: "SetTopicAttributes",
  permissions: (input, topics) => topics.permission("SetTopicAttributes", input.TopicArn),
  run: (input, _call, topics) => {
    const topic = topics.get(input.TopicArn);
    const name = input.AttributeName ?? "";
    if (!isTopicAttribute(name)) throw invalidParameter("AttributeName");
    const value = input.AttributeValue ?? "";
    checkTopicPolicy(name, value);
    topic.attributes = withAttribute(topic.attributes, name, value);
    topics.keep(topic);
    return {} as Wire<SetTopicAttributesCommandOutput>;
  },
};
