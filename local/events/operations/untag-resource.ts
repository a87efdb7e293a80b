import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { EventBuses } from "../buses.ts";
import { taggedResource } from "../tags.ts";

/** Takes tags off a bus or rule. */
export const untagResource: Operation<EventBuses, Wire<UntagResourceCommandInput>, Wire<UntagResourceCommandOutput>> = {
  name: "UntagResource",
  permissions: (input) => [{ action: "events:UntagResource", resource: input.ResourceARN ?? "*" }],
  run: (input, _call, buses) => {
    const { owner, bus } = taggedResource(buses, input.ResourceARN);
    const gone = new Set(input.TagKeys ?? []);
    owner.tags = Object.fromEntries(Object.entries(owner.tags).filter(([key]) => !gone.has(key)));
    buses.keep(bus);
    return {} as Wire<UntagResourceCommandOutput>;
  },
};
