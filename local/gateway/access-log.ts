import { getProperty } from "../vtl/members.ts";
import { toText, type Value } from "../vtl/values.ts";
import { contextMap } from "./context.ts";
import type { Exchange } from "./exchange.ts";

/** Writes one line of the access log. */
export type FormatAccessLog = (exchange: Exchange) => string;

/** What AWS prints for a variable without a value. */
const MISSING = "-";

/** Compiles an access log format: `$context.` variables in a text (websocket-api.md §9.3). */
export function compileAccessLog(format: string): FormatAccessLog {
  const parts: (string | readonly string[])[] = [];
  let end = 0;
  for (const match of format.matchAll(/\$(?:context\.([A-Za-z0-9_.]*[A-Za-z0-9_])|\{context\.([A-Za-z0-9_.]+)\})/g)) {
    parts.push(format.slice(end, match.index), (match[1] ?? match[2] ?? "").split("."));
    end = match.index + match[0].length;
  }
  parts.push(format.slice(end).trimEnd());
  return (exchange) => {
    const context = logContext(exchange);
    return parts.map((part) => (typeof part === "string" ? part : read(context, part))).join("");
  };
}

function read(context: Value, path: readonly string[]): string {
  let found: Value | undefined = context;
  for (const name of path) found = found === undefined ? undefined : getProperty(found, name);
  return found === undefined || found === null ? MISSING : toText(found);
}

/** `$context` with what only logs show: how the request went. */
function logContext(exchange: Exchange): Value {
  const { report } = exchange;
  const context = contextMap(exchange);
  context.set("status", BigInt(report.status));
  if (report.integrationLatency !== undefined) {
    const latency = BigInt(report.integrationLatency);
    const status = BigInt(report.integrationStatus ?? 0);
    context.set("integrationLatency", latency);
    context.set("integrationStatus", status);
    context.set(
      "integration",
      new Map<string, Value>([
        ["latency", latency],
        ["status", status],
        ["integrationStatus", status],
      ]),
    );
  }
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

function errorMap({ error = "", responseType, validation }: Exchange["report"]): Value {
  return new Map<string, Value>([
    ["message", error],
    // The quoted form of the message [doc DG/websocket-api-logging].
    ["messageString", JSON.stringify(error)],
    ["responseType", responseType ?? null],
    ["validationErrorString", validation ?? null],
  ]);
}
