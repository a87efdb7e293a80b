import { isObject } from "../../json.ts";
import { listed, tagMap, textOf } from "../lists.ts";
import type { TagSource } from "../tagged-resource.ts";

/** APIs and their stages, whose ARNs have no account. */
export const apigatewayv2: TagSource = {
  service: "apigatewayv2",
  async *resources(ask, { partition, region }) {
    for await (const api of listed(ask, "GetApis", "Items")) {
      const apiId = textOf(api, "ApiId");
      const arn = `arn:${partition}:apigateway:${region}::/apis/${apiId}`;
      yield { arn, tags: tagMap(isObject(api) ? api["Tags"] : undefined) };
      for await (const stage of listed(ask, "GetStages", "Items", { input: { ApiId: apiId } })) {
        const tags = tagMap(isObject(stage) ? stage["Tags"] : undefined);
        yield { arn: `${arn}/stages/${textOf(stage, "StageName")}`, tags };
      }
    }
  },
};
