import { listed, tagList, textOf } from "../lists.ts";
import type { Ask, TaggedResource, TagSource } from "../tagged-resource.ts";

/** State machines and activities. */
export const states: TagSource = {
  service: "states",
  async *resources(ask) {
    yield* tagged(ask, "ListStateMachines", "stateMachines", "stateMachineArn");
    yield* tagged(ask, "ListActivities", "activities", "activityArn");
  },
};

async function* tagged(ask: Ask, operation: string, member: string, key: string): AsyncGenerator<TaggedResource> {
  for await (const item of listed(ask, operation, member, { token: "nextToken" })) {
    const arn = textOf(item, key);
    const { tags } = await ask("ListTagsForResource", { resourceArn: arn });
    yield { arn, tags: tagList(tags) };
  }
}
