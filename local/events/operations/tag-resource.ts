import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { EventBuses } from "../buses.ts";
import { taggedResource, toTags } from "../tags.ts";

/** Adds tags to a bus or rule. */
export const tagResource: Operation<EventBuses, Wire<TagResourceCommandInput>, Wire<TagResourceCommandOutput>> = {
  name: "TagResource",
  permissions: (input) => [{ action: "events:TagResource", resource: input.ResourceARN ?? "*" }],
  run: (input, _call, buses) => {
    const { owner, bus } = taggedResource(buses, input.ResourceARN);
    owner.tags = { ...owner.tags, ...toTags(input.Tags) };
    buses.keep(bus);
    return {} as Wire<TagResourceCommandOutput>;
  },
};
