import type { Tag } from "@aws-sdk/client-sns";
import { AwsError } from "../aws/error.ts";
import type { Wire } from "../json.ts";
import type { Tags, Topic, Topics } from "./topics.ts";

/** A list of tags as a map. */
export function toTags(tags: readonly Wire<Tag>[] | undefined): Tags {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
}

/** @throws AwsError `ResourceNotFound` when the ARN is of no topic. */
export function taggedTopic(topics: Topics, arn: string | undefined): Topic {
  const topic = topics.find(arn);
  if (topic === undefined) throw new AwsError("ResourceNotFound", "Resource does not exist", { status: 404 });
  return topic;
}
