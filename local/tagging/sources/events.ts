import { listed, tagList, textOf } from "../lists.ts";
import type { Ask, TaggedResource, TagSource } from "../tagged-resource.ts";

/** Buses and their rules. */
export const events: TagSource = {
  service: "events",
  async *resources(ask) {
    for await (const bus of listed(ask, "ListEventBuses", "EventBuses")) {
      yield await tagged(ask, textOf(bus, "Arn"));
      const input = { EventBusName: textOf(bus, "Name") };
      for await (const rule of listed(ask, "ListRules", "Rules", { input }))
        yield await tagged(ask, textOf(rule, "Arn"));
    }
  },
};

async function tagged(ask: Ask, arn: string): Promise<TaggedResource> {
  const { Tags: tags } = await ask("ListTagsForResource", { ResourceARN: arn });
  return { arn, tags: tagList(tags) };
}
