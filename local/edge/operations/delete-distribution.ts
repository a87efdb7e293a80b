import type { DeleteDistributionCommandInput, DeleteDistributionCommandOutput } from "@aws-sdk/client-cloudfront";
import { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type EdgeState, requireVersion } from "../edge-state.ts";
import { distributionPermission } from "../present.ts";

/** Removes a distribution that has been disabled. */
export const deleteDistribution: Operation<
  EdgeState,
  Wire<DeleteDistributionCommandInput>,
  Wire<DeleteDistributionCommandOutput>
> = {
  name: "DeleteDistribution",
  permissions: (input, state) => distributionPermission("DeleteDistribution", input.Id, state),
  run: (input, _call, state) => {
    const distribution = state.distribution(input.Id);
    requireVersion(input.IfMatch, distribution.etag);
    if (distribution.config.Enabled === true) {
      throw new AwsError(
        "DistributionNotDisabled",
        "The distribution you are trying to delete has not been disabled.",
        { status: 409 },
      );
    }
    state.deleteDistribution(distribution);
    return {} as Wire<DeleteDistributionCommandOutput>;
  },
};
