import type { DeleteTopicCommandInput, DeleteTopicCommandOutput } from "@aws-sdk/client-sns";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { invalidArn } from "../errors.ts";
import type { Topics } from "../topics.ts";

/** Removes a topic and its subscriptions; one that is not there is no error. */
export const deleteTopic: Operation<Topics, Wire<DeleteTopicCommandInput>, Wire<DeleteTopicCommandOutput>> = {
  name: "DeleteTopic",
  permissions: (input, topics) => topics.permission("DeleteTopic", input.TopicArn),
  run: (input, _call, topics) => {
    if ((input.TopicArn ?? "").split(":").length < 6) throw invalidArn("TopicArn", input.TopicArn);
    const topic = topics.find(input.TopicArn);
    if (topic !== undefined) topics.delete(topic);
    return {} as Wire<DeleteTopicCommandOutput>;
  },
};
