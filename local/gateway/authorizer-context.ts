import { hashMapOrder } from "../java-hash.ts";
import type { Exchange } from "./exchange.ts";

/** `authorizer` of `$context` and of Lambda's events: texts, and on `$connect` how long the authorizer took. */
export type AuthorizerContext = Readonly<Record<string, string | number>>;

/**
 * What an exchange shows of its authorizer. `integrationLatency` belongs to the handshake that asked it; messages and
 * `$disconnect` see what it said, and no more (captured events of deployed APIs).
 */
export function authorizerContext({ connection, eventType, report }: Exchange): AuthorizerContext | undefined {
  const { authorizer } = connection;
  if (authorizer === undefined || eventType !== "CONNECT" || report.authorizerLatency === undefined) return authorizer;
  const entries: (readonly [string, string | number])[] = Object.entries(authorizer);
  return Object.fromEntries(hashMapOrder([...entries, ["integrationLatency", report.authorizerLatency]]));
}
