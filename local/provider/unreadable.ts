import type { ResourceSchema } from "./schema.ts";
import { fromPlain, type PropertyMap, type PropertyValue } from "./values.ts";

/**
 * What AWS may not give back: contents of archives, and what only tells the provider how to work (`skipDestroy`). It is
 * what it was, and on import what it would be by default.
 *
 * @param seen what was read; it stands where nothing else is known.
 */
export function unreadable(
  { inputs }: ResourceSchema,
  seen: PropertyMap,
  known: { readonly inputs: PropertyMap; readonly outputs: PropertyMap } | undefined,
): PropertyMap {
  const isImport = Object.keys(known?.inputs ?? {}).length === 0;
  const result: Record<string, PropertyValue> = {};
  for (const [name, schema] of Object.entries(inputs)) {
    const isUnread = schema.unread === true;
    if (!isUnread && (seen[name] !== undefined || (schema.type !== "archive" && schema.default === undefined)))
      continue;
    const byDefault = isImport && schema.default !== undefined ? fromPlain(schema.default) : undefined;
    const value = known?.outputs[name] ?? byDefault;
    if (value !== undefined && value !== null) result[name] = value;
  }
  return result;
}
