import { listed, tagMap, textOf } from "../lists.ts";
import type { TagSource } from "../tagged-resource.ts";

/** Functions and event source mappings. */
export const lambda: TagSource = {
  service: "lambda",
  async *resources(ask) {
    const pages = { token: "NextMarker", tokenIn: "Marker" };
    for await (const item of listed(ask, "ListFunctions", "Functions", pages)) {
      const arn = textOf(item, "FunctionArn");
      const { Tags: tags } = await ask("ListTags", { Resource: arn });
      yield { arn, tags: tagMap(tags) };
    }
    for await (const item of listed(ask, "ListEventSourceMappings", "EventSourceMappings", pages)) {
      const arn = textOf(item, "EventSourceMappingArn");
      if (arn === "") continue;
      const { Tags: tags } = await ask("ListTags", { Resource: arn });
      yield { arn, tags: tagMap(tags) };
    }
  },
};
