import type { CheckFailure } from "./handler.ts";
import { formatPath } from "./property-path.ts";
import { hasUnknown, isMap, type PropertyMap, type PropertyValue, reveal, UNKNOWN } from "./values.ts";

/** A resource's tags with the provider's default tags beneath them; undefined when there are none at all. */
export function mergedTags(
  tags: PropertyValue | undefined,
  defaultTags: Readonly<Record<string, string>>,
): PropertyValue | undefined {
  const own = reveal(tags);
  if (hasUnknown(own) && !isMap(own)) return UNKNOWN;
  const merged: PropertyMap = { ...defaultTags, ...(isMap(own) ? own : {}) };
  return Object.keys(merged).length === 0 ? undefined : merged;
}

/** What AWS takes as a tag (Tagging User Guide/tag-conventions), and how many a resource may have. */
const TAG = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const MOST_TAGS = 50;

/** What AWS would refuse of a resource's tags; unknown ones are not judged. */
export function wrongTags(tags: PropertyValue | undefined): readonly CheckFailure[] {
  const own = reveal(tags);
  if (!isMap(own)) return [];
  const failures: CheckFailure[] = [];
  const count = Object.keys(own).length;
  if (count > MOST_TAGS) failures.push({ property: "tags", reason: `may be at most ${MOST_TAGS}, not ${count}` });
  for (const [key, given] of Object.entries(own)) {
    const value = reveal(given);
    const reason = wrongTag(key, typeof value === "string" ? value : "");
    if (reason !== undefined) failures.push({ property: formatPath(["tags", key]), reason });
  }
  return failures;
}

function wrongTag(key: string, value: string): string | undefined {
  if (key === "" || key.length > 128) return `the key must be between 1 and 128 characters long, not ${key.length}`;
  if (value.length > 256) return `must be at most 256 characters long, not ${value.length}`;
  if (/^aws:/i.test(key)) return "keys that begin with aws: are AWS's own";
  if (TAG.test(key) && TAG.test(value)) return undefined;
  return "may contain letters, numbers, spaces and _ . : / = + - @";
}

/** What a resource carries beyond the provider's default tags: the part that the program itself set. */
export function ownTags(
  all: Readonly<Record<string, unknown>>,
  defaultTags: Readonly<Record<string, string>>,
  declared: PropertyValue | undefined,
): Record<string, unknown> {
  const names = isMap(declared) ? new Set(Object.keys(declared)) : new Set<string>();
  return Object.fromEntries(
    Object.entries(all).filter(([name, value]) => names.has(name) || defaultTags[name] !== value),
  );
}
