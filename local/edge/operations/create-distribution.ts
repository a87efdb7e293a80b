import type { CreateDistributionCommandInput, CreateDistributionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkDistribution } from "../check-distribution.ts";
import type { EdgeState } from "../edge-state.ts";
import { presentDistribution } from "../present.ts";

/** Makes a distribution; deployed at once (AWS takes minutes). */
export const createDistribution: Operation<
  EdgeState,
  Wire<CreateDistributionCommandInput>,
  Wire<CreateDistributionCommandOutput>
> = {
  name: "CreateDistribution",
  permissions: () => [{ action: "cloudfront:CreateDistribution", resource: "*" }],
  run: (input, _call, state) => {
    const config = checkDistribution(state, input.DistributionConfig);
    return presentDistribution(state.createDistribution(config, {})) as Wire<CreateDistributionCommandOutput>;
  },
};
