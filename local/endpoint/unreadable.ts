import type { Duplex } from "node:stream";
import type { Log } from "../log.ts";

/** A connection whose bytes are no HTTP request, as Node's server reports it. */
interface Unreadable extends Error {
  readonly code?: string;
  readonly reason?: string;
  /** What came last. */
  readonly rawPacket?: Buffer;
}

/** The first bytes of a TLS handshake: record type and major version (RFC 8446 §5.1). */
const TLS_HANDSHAKE = [0x16, 0x03];

/** Answers as Node's server does when nobody listens for this, and says why. */
export function unreadableRefusal(log: Log): (error: Unreadable, socket: Duplex) => void {
  return (error, socket) => {
    if (error.code === "ECONNRESET" || !socket.writable) {
      socket.destroy();
      return;
    }
    log.warn(explanation(error));
    socket.end(`HTTP/1.1 ${statusLine(error)}\r\nConnection: close\r\n\r\n`);
  };
}

function explanation({ code, reason, message, rawPacket }: Unreadable): string {
  if (TLS_HANDSHAKE.every((byte, at) => rawPacket?.[at] === byte)) {
    return "A connection that speaks TLS was refused: this port speaks plain HTTP, connect with http:// or ws://.";
  }
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return "A request was refused: its URL and headers are longer than 32 KB together.";
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return "A request was given up: its headers or its body did not arrive in time.";
    default:
      return `A request was refused: it is no HTTP (${reason ?? message}).`;
  }
}

function statusLine({ code }: Unreadable): string {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return "431 Request Header Fields Too Large";
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return "408 Request Timeout";
    default:
      return "400 Bad Request";
  }
}
