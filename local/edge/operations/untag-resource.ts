import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { EdgeState } from "../edge-state.ts";
import { taggedResource } from "../present.ts";

/** Takes tags off a distribution or function. */
export const untagResource: Operation<EdgeState, Wire<UntagResourceCommandInput>, Wire<UntagResourceCommandOutput>> = {
  name: "UntagResource",
  permissions: (input) => [{ action: "cloudfront:UntagResource", resource: input.Resource ?? "*" }],
  run: (input, _call, state) => {
    const resource = taggedResource(state, input.Resource);
    const gone = new Set(input.TagKeys?.Items ?? []);
    resource.tags = Object.fromEntries(Object.entries(resource.tags).filter(([key]) => !gone.has(key)));
    state.keep(resource);
    return {} as Wire<UntagResourceCommandOutput>;
  },
};
