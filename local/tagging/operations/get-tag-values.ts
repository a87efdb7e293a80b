import type { GetTagValuesCommandInput, GetTagValuesCommandOutput } from "@aws-sdk/client-resource-groups-tagging-api";
import type { Aws } from "../../aws/aws.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { taggedResources } from "../directory.ts";

/** `GetTagValues` (Resource Groups Tagging API reference): every value of a key. */
export const getTagValues: Operation<Aws, Wire<GetTagValuesCommandInput>, Wire<GetTagValuesCommandOutput>> = {
  name: "GetTagValues",
  permissions: () => [{ action: "tag:GetTagValues", resource: "*" }],
  run: async (input, _call, aws) => {
    const values = (await taggedResources(aws)).flatMap(({ tags }) => tags[input.Key ?? ""] ?? []);
    return { PaginationToken: "", TagValues: [...new Set(values)].sort() };
  },
};
