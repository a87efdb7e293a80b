import type { Disconnection } from "./exchange.ts";
import { UNKNOWNS } from "./unknowns.ts";

/**
 * The reasons AWS gives where the close frame brought none (boto/boto3#3789, aws/chalice#2060); those of 1003, 1007 and
 * 1009 are radkawar/stackd's.
 */
const REASONS: Readonly<Record<number, string>> = {
  1000: "Connection Closed Normally",
  1001: UNKNOWNS.goingAway,
  1002: "Protocol error",
  1003: "Binary is not supported",
  1005: "Client-side close frame status not set",
  1006: UNKNOWNS.droppedReason,
  1007: "Invalid UTF-8",
  1009: "Message too big",
};

/** How a connection ended, as `$disconnect` sees it. */
export function disconnectionOf(code: number, reason = ""): Disconnection {
  const seen = code === 1006 ? UNKNOWNS.droppedCode : code;
  return { code: seen, reason: reason === "" ? (REASONS[seen] ?? "") : reason };
}
