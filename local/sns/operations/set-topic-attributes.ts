import type { SetTopicAttributesCommandInput, SetTopicAttributesCommandOutput } from "@aws-sdk/client-sns";
import type { Operation } from "../../aws/service.ts";
import { parseObject, type Wire } from "../../json.ts";
import { invalidParameter } from "../errors.ts";
import type { Topics } from "../topics.ts";

const SETTABLE =
  /^(Policy|DisplayName|DeliveryPolicy|KmsMasterKeyId|SignatureVersion|TracingConfig|ContentBasedDeduplication|FifoThroughputScope|ArchivePolicy|(Application|Firehose|HTTP|Lambda|SQS)(Success|Failure)Feedback(RoleArn|SampleRate))$/;

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
    if (!SETTABLE.test(name)) throw invalidParameter("AttributeName");
    const value = input.AttributeValue ?? "";
    if (name === "Policy" && value !== "") checkPolicy(value);
    topic.attributes = { ...topic.attributes, [name]: value };
    topics.keep(topic);
    return {} as Wire<SetTopicAttributesCommandOutput>;
  },
};

function checkPolicy(text: string): void {
  if (parseObject(text) === undefined) throw invalidParameter("Policy Error: null");
}
