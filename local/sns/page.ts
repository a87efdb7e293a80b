/** How many items a listing's page has (ListTopics in the API reference). */
const PAGE = 100;

/** One page of a list; the token is the place of the next. */
export function page<T>(
  all: readonly T[],
  token: string | undefined,
): { items: readonly T[]; next: string | undefined } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, "base64").toString("utf8"));
  const end = start + PAGE;
  return {
    items: all.slice(start, end),
    next: end < all.length ? Buffer.from(String(end)).toString("base64") : undefined,
  };
}
