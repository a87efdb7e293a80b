import type { IncomingMessage } from "node:http";

/** The headers that let a page of this machine read an answer. */
export function corsHeaders(origin: string): readonly string[] {
  return ["Access-Control-Allow-Origin", origin, "Access-Control-Expose-Headers", "*", "Vary", "Origin"];
}

/** Whether this is a browser's question before the real request. */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
}

/** What a preflight is told: anything an SDK sends is welcome. */
export function preflightHeaders(origin: string, asked: string | undefined): readonly string[] {
  return [
    ...corsHeaders(origin),
    ...["Access-Control-Allow-Methods", "GET, POST, PUT, DELETE, PATCH, HEAD"],
    ...["Access-Control-Allow-Headers", asked ?? "*", "Access-Control-Max-Age", "600"],
  ];
}
