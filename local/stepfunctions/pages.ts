import { invalidToken } from "./errors.ts";

/** How many items a page has when the request leaves `maxResults` out or says 0. */
const DEFAULT_PAGE_SIZE = 100;
/** A token is good for 24 hours (API reference: pagination tokens expire). */
const TOKEN_LIFE = 24 * 3600 * 1000;

/** A page's request: how many, from where. */
export interface PageRequest {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
}

/** A slice of the items, and the token of the next one if there is more. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken?: string;
}

/** Which items a page has, of how many when the first page was asked for. */
export interface PageRange {
  readonly start: number;
  readonly end: number;
  readonly total: number;
  readonly nextToken?: string;
}

/**
 * Cuts one page out of `items`.
 *
 * @param query what the request asked for besides the page; a token is good only for the same question.
 * @param now epoch milliseconds.
 * @throws AwsError InvalidToken for a token that is malformed, of another question, or older than a day.
 */
export function pageOf<Item>(items: readonly Item[], request: PageRequest, query: string, now: number): Page<Item> {
  const { start, end, nextToken } = pageRange(items.length, request, query, now);
  const page = items.slice(start, end);
  return nextToken === undefined ? { items: page } : { items: page, nextToken };
}

/**
 * The same for items that are not made before the page is known.
 *
 * @param fixed the pages show what there was when the first was asked for, not what has come since.
 */
export function pageRange(length: number, request: PageRequest, query: string, now: number, fixed = false): PageRange {
  const size = request.maxResults === undefined || request.maxResults === 0 ? DEFAULT_PAGE_SIZE : request.maxResults;
  const from = request.nextToken === undefined ? { start: 0, total: length } : readToken(request.nextToken, query, now);
  const total = Math.min(from.total, length);
  const limit = fixed ? total : length;
  const end = Math.min(from.start + size, limit);
  const range = { start: Math.min(from.start, end), end, total };
  return end < limit ? { ...range, nextToken: writeToken(end, total, query, now) } : range;
}

function writeToken(start: number, total: number, query: string, now: number): string {
  return Buffer.from(JSON.stringify([start, total, now + TOKEN_LIFE, query])).toString("base64");
}

function readToken(token: string, query: string, now: number): { readonly start: number; readonly total: number } {
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(token, "base64").toString());
  } catch {
    throw invalidToken();
  }
  if (!Array.isArray(content)) throw invalidToken();
  const [start, total, expires, question]: unknown[] = content;
  if (!isIndex(start) || !isIndex(total)) throw invalidToken();
  if (typeof expires !== "number" || expires < now || question !== query) throw invalidToken();
  return { start, total };
}

function isIndex(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
