import type { IncomingMessage } from "node:http";

const EXTENSION = "permessage-deflate";
/** The largest window of RFC 7692 §7.1.2, which an answer need not name. */
const WHOLE_WINDOW = 15;
/** zlib has no raw stream with a smaller one. */
const SMALLEST_WINDOW = 9;

/**
 * Leaves of a handshake's extensions and subprotocols what its answer takes up, in a form that the WebSocket library takes
 * up as well: it refuses what it cannot read, when `$connect` has long run.
 *
 * @param protocol the subprotocol that `$connect` chose.
 */
export function settleOpening({ headers }: IncomingMessage, protocol: string | undefined): void {
  const offered = headers["sec-websocket-protocol"];
  delete headers["sec-websocket-protocol"];
  if (offered !== undefined && protocol !== undefined && isToken(protocol)) {
    headers["sec-websocket-protocol"] = protocol;
  }
  const extension = acceptedExtension(headers["sec-websocket-extensions"] ?? "");
  if (extension === undefined) delete headers["sec-websocket-extensions"];
  else headers["sec-websocket-extensions"] = extension;
}

/** What a header's value may be made of (RFC 9110 §5.6.2). */
function isToken(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text);
}

/**
 * The first offer of compression that API Gateway takes up: it answers `permessage-deflate` with the window that a client
 * wants of it, leaves the client's own to the client, and keeps its context from message to message
 * (python-websockets/websockets#1065 has a handshake of a deployed API; its spelling and its omissions are Netty's, whose
 * defaults say the rest).
 */
function acceptedExtension(offers: string): string | undefined {
  for (const offer of offers.split(",")) {
    const [name = "", ...parameters] = offer.split(";").map((part) => part.trim());
    if (name.toLowerCase() !== EXTENSION) continue;
    const window = windowOf(parameters);
    if (window === undefined) continue;
    return window === WHOLE_WINDOW ? EXTENSION : `${EXTENSION}; server_max_window_bits=${window}`;
  }
  return undefined;
}

/** The window that an offer wants of the server; undefined for an offer that asks for what there is not. */
function windowOf(parameters: readonly string[]): number | undefined {
  let window = WHOLE_WINDOW;
  for (const parameter of parameters) {
    const [, name = "", value = ""] = /^([^=]*?)\s*(?:=\s*"?([^"]*)"?)?$/.exec(parameter) ?? [];
    switch (name.toLowerCase()) {
      case "client_max_window_bits":
      case "client_no_context_takeover":
        break;
      case "server_max_window_bits":
        window = Number(value);
        if (!Number.isInteger(window) || window < SMALLEST_WINDOW || window > WHOLE_WINDOW) return undefined;
        break;
      default:
        return undefined;
    }
  }
  return window;
}

/** Gives the lines of a 101 the order and the spelling that they have on AWS (the same handshake). */
export function asAwsSpells(lines: string[], date: Date): void {
  const [status = "", , , ...more] = lines;
  const rest = more.map((line) => {
    const colon = line.indexOf(":");
    return `${line.slice(0, colon).toLowerCase()}${line.slice(colon)}`.replace("; server_max", ";server_max");
  });
  lines.splice(
    0,
    lines.length,
    status,
    `Date: ${date.toUTCString()}`,
    "Connection: upgrade",
    "upgrade: websocket",
    ...rest,
  );
}
