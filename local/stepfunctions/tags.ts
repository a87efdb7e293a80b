import type { Tag } from "@aws-sdk/client-sfn";
import { tooManyTags, validationException } from "./errors.ts";

/** A resource's tags by key. */
export type Tags = Map<string, string>;

/** Tags per resource (developer guide, "Quotas"). */
const MAX_TAGS = 50;

/** "Tags may only contain Unicode letters, digits, whitespace, or the following symbols" (DG/service-quotas). */
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * Adds `added` to a resource's tags, all or none.
 *
 * @throws AwsError ValidationException for reserved keys and for characters that tags do not have (its text is ours), TooManyTags
 * beyond 50.
 */
export function addTags(tags: Tags, added: readonly Tag[], resourceArn: string): void {
  const merged = new Map(tags);
  for (const tag of added) {
    const key = tag.key ?? "";
    if (key.toLowerCase().startsWith("aws:")) {
      throw validationException("aws: prefixed tag key names are not allowed for external use.");
    }
    const { value = "" } = tag;
    if (!ALLOWED.test(key) || !ALLOWED.test(value)) {
      throw validationException(
        `The tag '${key}' has characters other than letters, digits, white space and _ . : / = + - @`,
      );
    }
    merged.set(key, value);
  }
  if (merged.size > MAX_TAGS) throw tooManyTags(resourceArn);
  for (const [key, value] of merged) tags.set(key, value);
}

/** Tags as the API lists them. */
export function listTags(tags: Tags): { key: string; value: string }[] {
  return Array.from(tags, ([key, value]) => ({ key, value }));
}
