import type { Exchange } from "../exchange.ts";

/** What goes to the backend. */
export interface BackendRequest {
  readonly body: string;
  /** The body's bytes, where `CONVERT_TO_BINARY` made them out of base64: then `body` is the same as Latin-1. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** By the names the author gave them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly path: Readonly<Record<string, string>>;
}

/** What came back. */
export interface BackendReply {
  readonly status: number;
  readonly body: string;
  /** The body's bytes, where the backend may have answered something other than UTF-8. */
  readonly bytes?: Buffer;
  /** Whether `bytes` are what the client gets, in a binary frame. */
  readonly binary?: boolean;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The headers as a proxy integration answered them, for a handshake that fails with its status. */
  readonly proxied?: readonly (readonly [name: string, value: string])[];
  /** A failed function's message; the selection expression of Lambda integrations reads it. */
  readonly errorMessage?: string;
}

/** Somebody who answers: a function, an AWS service, an HTTP server, nobody. */
export type Backend = (request: BackendRequest, exchange: Exchange) => Promise<BackendReply> | BackendReply;

/** A reply without headers. */
export function plainReply(status: number, body: string): BackendReply {
  return { status, body, headers: {} };
}
