import { badRequest } from "./errors.ts";

/** One page of a listing: at most `MaxResults` items (25 by default, at most 500), and where the next one begins. */
export function pageOf<T>(
  items: readonly T[],
  request: { readonly MaxResults?: string | undefined; readonly NextToken?: string | undefined },
): { Items: readonly T[]; NextToken?: string } {
  const size = request.MaxResults === undefined ? 25 : Number(request.MaxResults);
  const start = request.NextToken === undefined ? 0 : Number(request.NextToken);
  if (!Number.isInteger(size) || size < 1) throw badRequest(`Invalid MaxResults: ${request.MaxResults}`);
  if (!Number.isInteger(start) || start < 0) throw badRequest("Invalid NextToken");
  const end = start + Math.min(size, 500);
  return { Items: items.slice(start, end), ...(end < items.length ? { NextToken: String(end) } : {}) };
}

/** The same in the words of API Gateway v1: `item`, `position`, `limit`. */
export function pageOfItems<T>(
  items: readonly T[],
  { Limit, Position }: { readonly Limit?: string | number; readonly Position?: string },
): { Item: readonly T[]; Position?: string } {
  const MaxResults = Limit === undefined ? undefined : String(Limit);
  const { Items, NextToken } = pageOf(items, { MaxResults, NextToken: Position });
  return { Item: Items, ...(NextToken === undefined ? {} : { Position: NextToken }) };
}
