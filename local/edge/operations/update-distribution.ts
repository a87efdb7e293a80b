import type { UpdateDistributionCommandInput, UpdateDistributionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkDistribution } from "../check-distribution.ts";
import { type EdgeState, requireVersion } from "../edge-state.ts";
import { distributionPermission, presentDistribution } from "../present.ts";

/** Replaces a distribution's configuration. */
export const updateDistribution: Operation<
  EdgeState,
  Wire<UpdateDistributionCommandInput>,
  Wire<UpdateDistributionCommandOutput>
> = {
  name: "UpdateDistribution",
  permissions: (input, state) => distributionPermission("UpdateDistribution", input.Id, state),
  run: (input, _call, state) => {
    const distribution = state.distribution(input.Id);
    requireVersion(input.IfMatch, distribution.etag);
    distribution.config = checkDistribution(state, input.DistributionConfig);
    distribution.etag = state.newEtag();
    distribution.modifiedAt = state.environment.clock.now();
    state.keep(distribution);
    return presentDistribution(distribution) as Wire<UpdateDistributionCommandOutput>;
  },
};
