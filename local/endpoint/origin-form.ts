import type { IncomingMessage } from "node:http";

/** A whole URL in place of a path, as clients send it that take this port for a proxy. */
const ABSOLUTE = /^[a-z][a-z\d+.-]*:\/\/([^/?#]*)(.*)$/i;

/** Gives every request the usual form of target; the authority of a whole URL goes before `Host` (RFC 9112 §3.2.2). */
export function toOriginForm(request: IncomingMessage): void {
  if (request.url?.startsWith("/") !== false) return;
  const [, authority, rest] = ABSOLUTE.exec(request.url) ?? [];
  if (authority === undefined || rest === undefined) return;
  request.headers.host = authority;
  request.url = rest.startsWith("/") ? rest : `/${rest}`;
}
