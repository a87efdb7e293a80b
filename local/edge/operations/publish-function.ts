import type { PublishFunctionCommandInput, PublishFunctionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type EdgeState, requireVersion } from "../edge-state.ts";
import { functionPermission, presentFunction } from "../present.ts";

/** Makes the development stage the one that requests run. */
export const publishFunction: Operation<
  EdgeState,
  Wire<PublishFunctionCommandInput>,
  Wire<PublishFunctionCommandOutput>
> = {
  name: "PublishFunction",
  permissions: (input, state) => functionPermission("PublishFunction", input.Name, state),
  run: (input, _call, state) => {
    const published = state.function(input.Name);
    requireVersion(input.IfMatch, published.development.etag);
    published.live = { ...published.development, etag: state.newEtag() };
    state.keep(published);
    return presentFunction(published, "LIVE", state) as Wire<PublishFunctionCommandOutput>;
  },
};
