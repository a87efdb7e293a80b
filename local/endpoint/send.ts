import type { ServerResponse } from "node:http";
import type { Reply } from "./protocol.ts";

/** Sends an answer whole, with its length. A client that has gone away is nobody's trouble. */
export function send(response: ServerResponse, { status, headers, body }: Reply, more: readonly string[] = []): void {
  if (response.destroyed) return;
  const length = typeof body === "string" ? Buffer.byteLength(body) : body.length;
  const all = status === 204 ? [...headers, ...more] : [...headers, ...more, "Content-Length", String(length)];
  response.writeHead(status, all);
  response.end(body);
}
