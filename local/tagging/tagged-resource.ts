import type { Scope } from "../aws/caller.ts";
import type { JsonObject } from "../json.ts";

/** A resource and its tags. */
export interface TaggedResource {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Calls an operation of the service that a source is about, as the account's owner. */
export type Ask = (operation: string, input: JsonObject) => Promise<JsonObject>;

/** Finds the taggable resources of one service through the service's own operations. */
export interface TagSource {
  /** The service's id. */
  readonly service: string;
  resources(ask: Ask, scope: Scope): AsyncIterable<TaggedResource>;
}
