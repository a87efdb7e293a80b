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
