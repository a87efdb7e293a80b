import { checkRange } from "./constraints.ts";
import { invalidInput } from "./errors.ts";

/** One page of a list, as IAM cuts it: 100 items unless asked otherwise. */
export function page<Item>(
  items: readonly Item[],
  { Marker, MaxItems }: { Marker?: string | undefined; MaxItems?: number | undefined },
): { readonly items: Item[]; readonly rest: { IsTruncated: boolean; Marker?: string } } {
  if (MaxItems !== undefined) checkRange(MaxItems, "maxItems", 1, 1000);
  const start = Marker === undefined ? 0 : Number(Buffer.from(Marker, "base64").toString());
  if (!Number.isInteger(start) || start < 0) throw invalidInput("Invalid Marker.");
  const end = start + (MaxItems ?? 100);
  const more = end < items.length;
  const marker = more ? { Marker: Buffer.from(String(end)).toString("base64") } : {};
  return { items: items.slice(start, end), rest: { IsTruncated: more, ...marker } };
}
