import { invalid } from "./errors.ts";

interface Asked {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}

/**
 * One page of a list; the marker says where the next begins.
 *
 * @param most how many a page has at most, whatever is asked for: 50 for most lists, 100 for mappings (API reference).
 * @throws AwsError `InvalidParameterValueException` for a marker that no list gave.
 */
export function page<Item>(
  items: readonly Item[],
  { Marker: marker, MaxItems: asked = 10_000 }: Asked,
  most: number,
): { readonly items: Item[]; readonly next: { readonly NextMarker?: string } } {
  const text = marker === undefined ? "0" : Buffer.from(marker, "base64").toString();
  if (!/^\d{1,9}$/.test(text)) throw invalid("Invalid marker.");
  const start = Number(text);
  const end = start + Math.min(asked, most);
  const next = end < items.length ? { NextMarker: Buffer.from(String(end)).toString("base64") } : {};
  return { items: items.slice(start, end), next };
}
