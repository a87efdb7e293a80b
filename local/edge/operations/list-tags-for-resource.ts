import type { ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { EdgeState } from "../edge-state.ts";
import { taggedResource } from "../present.ts";

/** A distribution's or function's tags. */
export const listTagsForResource: Operation<
  EdgeState,
  Wire<ListTagsForResourceCommandInput>,
  Wire<ListTagsForResourceCommandOutput>
> = {
  name: "ListTagsForResource",
  permissions: (input) => [{ action: "cloudfront:ListTagsForResource", resource: input.Resource ?? "*" }],
  run: (input, _call, state) => {
    const { tags } = taggedResource(state, input.Resource);
    return {
      Tags: { Items: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
    } as Wire<ListTagsForResourceCommandOutput>;
  },
};
