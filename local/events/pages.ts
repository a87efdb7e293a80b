interface Asked {
  readonly NextToken?: string | undefined;
  readonly Limit?: number | undefined;
}

/** The most items of one page, and how many there are unless asked otherwise. */
const LONGEST_PAGE = 100;

/** One page of a list in the order of names; the token says behind which name the next begins. */
export function page<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  { NextToken: token, Limit: limit = LONGEST_PAGE }: Asked,
): { readonly items: readonly Item[]; readonly next: { readonly NextToken?: string } } {
  const after = token === undefined ? "" : Buffer.from(token, "base64").toString();
  const left = items
    .filter((item) => nameOf(item) > after)
    .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  const shown = left.slice(0, limit);
  const last = left.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown,
    next: last === undefined ? {} : { NextToken: Buffer.from(nameOf(last)).toString("base64") },
  };
}
