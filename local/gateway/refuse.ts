import type { Duplex } from "node:stream";
import { STATUS_CODES } from "../http.ts";
import { errorFrame } from "./failure.ts";
import { UNKNOWNS } from "./unknowns.ts";

/** A handshake that ends here: its status, and what its body says. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly connectionId: string;
  readonly requestId: string;
}

/** Answers a handshake with a status other than 101 and ends the socket. */
export function refuseHandshake(socket: Duplex, refusal: Refusal): void {
  const { status, message, connectionId, requestId } = refusal;
  const body = UNKNOWNS.handshakeErrorBody ? errorFrame(message, connectionId, requestId) : JSON.stringify({ message });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Unknown"}`,
    "Content-Type: application/json",
    `Content-Length: ${Buffer.byteLength(body)}`,
    `x-amzn-RequestId: ${requestId}`,
    "Connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** The text for a status that an integration chose. */
export function messageOfStatus(status: number): string {
  if (status >= 500) return "Internal server error";
  return STATUS_CODES[status] ?? "Forbidden";
}
