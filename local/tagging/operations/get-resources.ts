import type { GetResourcesCommandInput, GetResourcesCommandOutput } from "@aws-sdk/client-resource-groups-tagging-api";
import type { Aws } from "../../aws/aws.ts";
import { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { taggedResources } from "../directory.ts";
import { resourceFilter } from "../filters.ts";

/** `GetResources` (Resource Groups Tagging API reference): every tagged resource that fits. */
export const getResources: Operation<Aws, Wire<GetResourcesCommandInput>, Wire<GetResourcesCommandOutput>> = {
  name: "GetResources",
  permissions: () => [{ action: "tag:GetResources", resource: "*" }],
  run: async (input, _call, aws) => {
    const wanted = resourceFilter(input);
    const perPage = input.ResourcesPerPage ?? 100;
    if (perPage < 1 || perPage > 100) {
      throw new AwsError("InvalidParameterException", "ResourcesPerPage must be between 1 and 100.");
    }
    const after = input.PaginationToken ?? "";
    const found = (await taggedResources(aws)).filter(wanted).filter(({ arn }) => arn > after);
    const shown = found.slice(0, perPage);
    return {
      // The last ARN shown tells where to go on; the last page has an empty token.
      PaginationToken: found.length > perPage ? (shown.at(-1)?.arn ?? "") : "",
      ResourceTagMappingList: shown.map(({ arn, tags }) => ({
        ResourceARN: arn,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      })),
    };
  },
};
