import type { ListDistributionsCommandInput, ListDistributionsCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { EdgeState } from "../edge-state.ts";

/** The account's distributions, on one page. */
export const listDistributions: Operation<
  EdgeState,
  Wire<ListDistributionsCommandInput>,
  Wire<ListDistributionsCommandOutput>
> = {
  name: "ListDistributions",
  permissions: () => [{ action: "cloudfront:ListDistributions", resource: "*" }],
  run: (_input, _call, state) => {
    const all = state.distributions();
    const items = all.map(({ id, arn, domainName, modifiedAt, config }) => ({
      Id: id,
      ARN: arn,
      Status: "Deployed",
      LastModifiedTime: modifiedAt / 1000,
      DomainName: domainName,
      Comment: config.Comment ?? "",
      Enabled: config.Enabled ?? false,
    }));
    return {
      DistributionList: {
        Marker: "",
        MaxItems: 100,
        IsTruncated: false,
        Quantity: items.length,
        ...(items.length === 0 ? {} : { Items: items }),
      },
    } as unknown as Wire<ListDistributionsCommandOutput>;
  },
};
