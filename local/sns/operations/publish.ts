import type { PublishCommandInput, PublishCommandOutput } from "@aws-sdk/client-sns";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { invalidParameter } from "../errors.ts";
import { publishOne } from "../publish.ts";
import type { Topics } from "../topics.ts";

/** Publishes one message to a topic. */
export const publish: Operation<Topics, Wire<PublishCommandInput>, Wire<PublishCommandOutput>> = {
  name: "Publish",
  permissions: (input, topics) => topics.permission("Publish", input.TopicArn ?? input.TargetArn),
  run: (input, _call, topics) => {
    if (input.PhoneNumber !== undefined) {
      throw invalidParameter("PhoneNumber Reason: text messages are not served by the local runtime");
    }
    const { TopicArn: topicArn, TargetArn: targetArn } = input;
    if (topicArn === undefined && targetArn === undefined) {
      throw invalidParameter("TopicArn or TargetArn Reason: no value for required parameter");
    }
    const topic = topicArn === undefined ? topics.get(targetArn, "TargetArn") : topics.get(topicArn);
    return publishOne(topics, topic, input) as Wire<PublishCommandOutput>;
  },
};
