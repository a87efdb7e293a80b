import type { CreateTopicCommandInput, CreateTopicCommandOutput } from "@aws-sdk/client-sns";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { invalidParameter } from "../errors.ts";
import { toTags } from "../tags.ts";
import { checkNewAttributes } from "../topic-attributes.ts";
import type { Attributes, Topics } from "../topics.ts";

/** Makes a topic, or answers the ARN of one that has the same name and attributes. */
export const createTopic: Operation<Topics, Wire<CreateTopicCommandInput>, Wire<CreateTopicCommandOutput>> = {
  name: "CreateTopic",
  permissions: (input, topics) => topics.permission("CreateTopic", topics.topicArn(input.Name ?? "")),
  run: (input, _call, topics) => {
    const name = input.Name ?? "";
    const { FifoTopic: type = "false", ...others } = (input.Attributes ?? {}) as Attributes;
    const fifo = type === "true";
    // That a topic is no FIFO topic is not kept.
    const attributes: Attributes = fifo ? { FifoTopic: type, ...others } : others;
    if (!/^[A-Za-z0-9_-]{1,256}(\.fifo)?$/.test(name) || name.endsWith(".fifo") !== fifo) {
      throw invalidParameter(
        fifo
          ? "Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long."
          : "Topic Name",
      );
    }
    checkNewAttributes(attributes);
    const existing = topics.find(topics.topicArn(name));
    if (existing === undefined) {
      return { TopicArn: topics.create(name, attributes, toTags(input.Tags)).arn } as Wire<CreateTopicCommandOutput>;
    }
    const different = Object.entries(attributes).some(([key, value]) => existing.attributes[key] !== value);
    if (different) throw invalidParameter("Attributes Reason: Topic already exists with different attributes");
    const retagged = Object.entries(toTags(input.Tags)).some(([key, value]) => existing.tags[key] !== value);
    if (retagged) throw invalidParameter("Tags Reason: Topic already exists with different tags");
    return { TopicArn: existing.arn } as Wire<CreateTopicCommandOutput>;
  },
};
