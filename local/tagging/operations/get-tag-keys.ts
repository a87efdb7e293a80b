import type { GetTagKeysCommandInput, GetTagKeysCommandOutput } from "@aws-sdk/client-resource-groups-tagging-api";
import type { Aws } from "../../aws/aws.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { taggedResources } from "../directory.ts";

/** `GetTagKeys` (Resource Groups Tagging API reference): every key in use. */
export const getTagKeys: Operation<Aws, Wire<GetTagKeysCommandInput>, Wire<GetTagKeysCommandOutput>> = {
  name: "GetTagKeys",
  permissions: () => [{ action: "tag:GetTagKeys", resource: "*" }],
  run: async (_input, _call, aws) => {
    const keys = new Set((await taggedResources(aws)).flatMap(({ tags }) => Object.keys(tags)));
    return { PaginationToken: "", TagKeys: [...keys].sort() };
  },
};
