import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { EdgeState } from "../edge-state.ts";
import { taggedResource, toTags } from "../present.ts";

/** Adds tags to a distribution or function. */
export const tagResource: Operation<EdgeState, Wire<TagResourceCommandInput>, Wire<TagResourceCommandOutput>> = {
  name: "TagResource",
  permissions: (input) => [{ action: "cloudfront:TagResource", resource: input.Resource ?? "*" }],
  run: (input, _call, state) => {
    const resource = taggedResource(state, input.Resource);
    resource.tags = { ...resource.tags, ...toTags(input.Tags) };
    state.keep(resource);
    return {} as Wire<TagResourceCommandOutput>;
  },
};
