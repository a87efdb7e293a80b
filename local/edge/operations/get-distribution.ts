import type { GetDistributionCommandInput, GetDistributionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { EdgeState } from "../edge-state.ts";
import { distributionPermission, presentDistribution } from "../present.ts";

/** A distribution with its configuration. */
export const getDistribution: Operation<
  EdgeState,
  Wire<GetDistributionCommandInput>,
  Wire<GetDistributionCommandOutput>
> = {
  name: "GetDistribution",
  permissions: (input, state) => distributionPermission("GetDistribution", input.Id, state),
  run: (input, _call, state) => presentDistribution(state.distribution(input.Id)) as Wire<GetDistributionCommandOutput>,
};
