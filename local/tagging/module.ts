import type { Aws } from "../aws/aws.ts";
import { defineService } from "../aws/service.ts";
import type { CreateModule } from "../module.ts";
import { getResources } from "./operations/get-resources.ts";
import { getTagKeys } from "./operations/get-tag-keys.ts";
import { getTagValues } from "./operations/get-tag-values.ts";

/**
 * The Resource Groups Tagging API: what of all services has which tags. It keeps nothing itself but asks the services,
 * so that it cannot disagree with them.
 */
export const createTagging: CreateModule = (environment) => {
  const service = defineService<Aws>(
    {
      id: "tagging",
      wire: {
        protocol: "json",
        version: "1.1",
        targetPrefix: "ResourceGroupsTaggingAPI_20170126",
        signingName: "tagging",
      },
    },
    environment.aws,
    [getResources, getTagKeys, getTagValues],
  );
  return { services: [service], handlers: [] };
};
