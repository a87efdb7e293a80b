import { invalidParameter } from "./errors.ts";

/** One page of a list; the token says where the next begins. */
export function page<Item>(
  items: readonly Item[],
  token: string | undefined,
  limit: number,
): { readonly items: readonly Item[]; readonly next: { nextToken?: string } } {
  const text = token === undefined ? "0" : Buffer.from(token, "base64").toString();
  const start = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(start))
    throw invalidParameter("The specified nextToken is invalid.");
  const end = start + limit;
  const next = end < items.length ? { nextToken: Buffer.from(String(end)).toString("base64") } : {};
  return { items: items.slice(start, end), next };
}
