import type { IncomingHttpHeaders } from "node:http";
import type { Clock } from "../clock/clock.ts";

/** SDKs take a server's time for a skewed clock from here on, in milliseconds. */
const SKEW = 300_000;

/**
 * The `Date` header of an answer, as `writeHead` takes it: none leaves Node's own, the machine's time.
 *
 * SDKs compare it with their clock, and try an error again when the two are five minutes apart. Functions live in the time of
 * the runtime's clock, which may be a virtual one, and clients outside in the machine's: each gets the time that it signs with.
 */
export function answerDate(headers: IncomingHttpHeaders, clock: Clock): readonly string[] {
  const signedAt = amzDate(headers["x-amz-date"]);
  const now = clock.now();
  return Math.abs(signedAt - now) < SKEW ? ["Date", new Date(now).toUTCString()] : [];
}

/** `20240110T120000Z` in epoch milliseconds; not a number for anything else. */
function amzDate(text: string | readonly string[] | undefined): number {
  if (typeof text !== "string" || text.length !== 16) return Number.NaN;
  const part = (start: number, end: number): number => Number(text.slice(start, end));
  return Date.UTC(part(0, 4), part(4, 6) - 1, part(6, 8), part(9, 11), part(11, 13), part(13, 15));
}
