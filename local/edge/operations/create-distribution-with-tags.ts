import type {
  CreateDistributionWithTagsCommandInput,
  CreateDistributionWithTagsCommandOutput,
} from "@aws-sdk/client-cloudfront";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkDistribution } from "../check-distribution.ts";
import type { EdgeState } from "../edge-state.ts";
import { presentDistribution, toTags } from "../present.ts";

/** Makes a distribution that has tags from the start. */
export const createDistributionWithTags: Operation<
  EdgeState,
  Wire<CreateDistributionWithTagsCommandInput>,
  Wire<CreateDistributionWithTagsCommandOutput>
> = {
  name: "CreateDistributionWithTags",
  permissions: () => [{ action: "cloudfront:CreateDistribution", resource: "*" }],
  run: (input, _call, state) => {
    const { DistributionConfig: asked, Tags: tags } = input.DistributionConfigWithTags ?? {};
    const distribution = state.createDistribution(checkDistribution(state, asked), toTags(tags));
    return presentDistribution(distribution) as Wire<CreateDistributionWithTagsCommandOutput>;
  },
};
