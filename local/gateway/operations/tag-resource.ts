import type { TagResourceCommandInput, TagResourceCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { taggedOf } from "../tags.ts";

/** Adds tags to an API or a stage, or changes them. */
export const tagResource: Operation<Apis, Wire<TagResourceCommandInput>, Wire<TagResourceCommandOutput>> = {
  name: "TagResource",
  permissions: (input, apis) => apis.permission("POST", `tags/${encodeURIComponent(input.ResourceArn ?? "")}`),
  run: (input, _call, apis) => {
    const tagged = taggedOf(apis, input.ResourceArn);
    tagged.replace({ ...tagged.tags, ...input.Tags });
    return {} as Wire<TagResourceCommandOutput>;
  },
};
