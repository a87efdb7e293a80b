import type { GetTagsCommandInput, GetTagsCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { taggedOf } from "../tags.ts";

/** The tags of an API or a stage. */
export const getTags: Operation<Apis, Wire<GetTagsCommandInput>, Wire<GetTagsCommandOutput>> = {
  name: "GetTags",
  permissions: (input, apis) => apis.permission("GET", `tags/${encodeURIComponent(input.ResourceArn ?? "")}`),
  run: (input, _call, apis) => ({ Tags: taggedOf(apis, input.ResourceArn).tags }) as Wire<GetTagsCommandOutput>,
};
