import type { UntagResourceCommandInput, UntagResourceCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { taggedOf } from "../tags.ts";

/** Removes tags from an API or a stage. */
export const untagResource: Operation<Apis, Wire<UntagResourceCommandInput>, Wire<UntagResourceCommandOutput>> = {
  name: "UntagResource",
  permissions: (input, apis) => apis.permission("DELETE", `tags/${encodeURIComponent(input.ResourceArn ?? "")}`),
  run: (input, _call, apis) => {
    const tagged = taggedOf(apis, input.ResourceArn);
    const gone = new Set(input.TagKeys);
    tagged.replace(Object.fromEntries(Object.entries(tagged.tags).filter(([key]) => !gone.has(key))));
    return {} as Wire<UntagResourceCommandOutput>;
  },
};
