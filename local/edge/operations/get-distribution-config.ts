import type { GetDistributionConfigCommandInput, GetDistributionConfigCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { EdgeState } from "../edge-state.ts";
import { distributionPermission } from "../present.ts";

/** A distribution's configuration, with the version that a change must name. */
export const getDistributionConfig: Operation<
  EdgeState,
  Wire<GetDistributionConfigCommandInput>,
  Wire<GetDistributionConfigCommandOutput>
> = {
  name: "GetDistributionConfig",
  permissions: (input, state) => distributionPermission("GetDistributionConfig", input.Id, state),
  run: (input, _call, state) => {
    const { config, etag } = state.distribution(input.Id);
    return { DistributionConfig: config, ETag: etag } as Wire<GetDistributionConfigCommandOutput>;
  },
};
