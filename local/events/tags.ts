import type { Tag } from "@aws-sdk/client-eventbridge";
import type { Wire } from "../json.ts";
import type { Bus, EventBuses, Rule } from "./buses.ts";
import { notFound } from "./errors.ts";

/** A list of tags as a map. */
export function toTags(tags: readonly Wire<Tag>[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
}

/** @throws AwsError `ResourceNotFoundException` when the ARN is of no bus and no rule. */
export function taggedResource(buses: EventBuses, arn: string | undefined): { owner: Bus | Rule; bus: Bus } {
  const found = buses.tagged(arn ?? "");
  if (found === undefined) throw notFound(`Resource ${arn ?? ""} does not exist.`);
  return found;
}
