import { OWNER } from "../../aws/caller.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { HandlerContext, Properties } from "../handler.ts";

/** EventBridge's word for something that is not there. */
export const GONE = "ResourceNotFoundException";

export type Tags = Readonly<Record<string, string>>;

/** Calls EventBridge as the account's owner. */
export function eventsCall(context: HandlerContext, operation: string, input: JsonObject): Promise<JsonObject> {
  return context.aws.call("events", operation, input, { caller: OWNER });
}

/** Leaves out what is not given. */
export function compact(values: Readonly<Record<string, unknown>>): JsonObject {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(given) as JsonObject;
}

/** A resource's tags, the provider's default ones included, as a list; undefined when there are none. */
export function tagList(inputs: Properties): { readonly Key: string; readonly Value: string }[] | undefined {
  const tags = (inputs["tagsAll"] ?? inputs["tags"] ?? {}) as Tags;
  const list = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return list.length === 0 ? undefined : list;
}

/** A list of tags as a map. */
export function tagMap(tags: Json | undefined): Tags {
  if (!Array.isArray(tags)) return {};
  return Object.fromEntries(tags.filter(isObject).map((tag) => [String(tag["Key"]), String(tag["Value"])]));
}
