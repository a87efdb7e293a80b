import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { EventBuses } from "../buses.ts";
import { taggedResource } from "../tags.ts";

/** A bus's or rule's tags. */
export const listTagsForResource: Operation<
  EventBuses,
  Wire<ListTagsForResourceCommandInput>,
  Wire<ListTagsForResourceCommandOutput>
> = {
  name: "ListTagsForResource",
  permissions: (input) => [{ action: "events:ListTagsForResource", resource: input.ResourceARN ?? "*" }],
  run: (input, _call, buses) => {
    const { owner } = taggedResource(buses, input.ResourceARN);
    return {
      Tags: Object.entries(owner.tags).map(([Key, Value]) => ({ Key, Value })),
    } as Wire<ListTagsForResourceCommandOutput>;
  },
};
