import { isObject, type Json } from "../../json.ts";
import { tagList, textOf } from "../lists.ts";
import type { TagSource } from "../tagged-resource.ts";

/** Distributions, which are global and show only in us-east-1. */
export const cloudfront: TagSource = {
  service: "cloudfront",
  async *resources(ask, { region }) {
    if (region !== "us-east-1") return;
    let marker: string | undefined;
    do {
      const { DistributionList: list } = await ask("ListDistributions", marker === undefined ? {} : { Marker: marker });
      const items = isObject(list) && Array.isArray(list["Items"]) ? (list["Items"] as readonly Json[]) : [];
      for (const item of items) {
        const arn = textOf(item, "ARN");
        const { Tags: tags } = await ask("ListTagsForResource", { Resource: arn });
        yield { arn, tags: tagList(isObject(tags) ? tags["Items"] : undefined) };
      }
      marker = isObject(list) && list["IsTruncated"] === true ? textOf(list, "NextMarker") : undefined;
    } while (marker !== undefined && marker !== "");
  },
};
