import { getProperty } from "../vtl/members.ts";
import { toText, type Value } from "../vtl/values.ts";
import { VARIABLE } from "./access-log-variables.ts";
import { contextMap } from "./context.ts";
import type { Exchange } from "./exchange.ts";

/** Writes one line of the access log; its argument is `$context`. */
export type FormatAccessLog = (context: Value) => string;

/** What AWS prints for a variable without a value. */
const MISSING = "-";

/** Compiles an access log format: `$context.` variables in a text (DG/websocket-api-logging). */
export function compileAccessLog(format: string): FormatAccessLog {
  const parts: (string | readonly string[])[] = [];
  let end = 0;
  for (const match of format.matchAll(VARIABLE)) {
    parts.push(format.slice(end, match.index), (match[1] ?? match[2] ?? "").split("."));
    end = match.index + match[0].length;
  }
  parts.push(format.slice(end).trimEnd());
  return (context) => parts.map((part) => (typeof part === "string" ? part : read(context, part))).join("");
}

function read(context: Value, path: readonly string[]): string {
  let found: Value | undefined = context;
  for (const name of path) found = found === undefined ? undefined : getProperty(found, name);
  return found === undefined || found === null || found === "" ? MISSING : toText(found);
}

/**
 * `$context` with what only logs show: how the request went. Of the integration there is only its latency: the aliases
 * `$context.integration.*` are documented, but rows of WebSocket APIs leave them empty (radkawar/stackd).
 */
export function logContext(exchange: Exchange): Value {
  const { report } = exchange;
  const context = contextMap(exchange);
  context.set("status", BigInt(report.status));
  if (report.integrationLatency !== undefined) context.set("integrationLatency", BigInt(report.integrationLatency));
  if (report.authorizerLatency !== undefined) {
    const known = context.get("authorizer");
    const authorizer = new Map<string, Value>(known instanceof Map ? known : []);
    authorizer.set("latency", BigInt(report.authorizerLatency));
    authorizer.set("integrationLatency", BigInt(report.authorizerLatency));
    context.set("authorizer", authorizer);
  }
  if (report.error !== undefined) context.set("error", errorMap(report));
  return context;
}

/** `$context.error`. */
export function errorMap({
  error = null,
  responseType,
  validation,
}: Pick<Exchange["report"], "error" | "responseType" | "validation">): Value {
  return new Map<string, Value>([
    ["message", error],
    // The quoted form of the message (DG/websocket-api-logging).
    ["messageString", error === null ? null : JSON.stringify(error)],
    ["responseType", responseType ?? null],
    ["validationErrorString", validation ?? null],
  ]);
}
