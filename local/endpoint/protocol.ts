import type { IncomingHttpHeaders } from "node:http";
import type { AwsError } from "../aws/error.ts";
import type { RestRoute } from "../aws/wire.ts";
import type { JsonObject } from "../json.ts";

/** A request whose body has arrived. */
export interface AwsRequest {
  readonly method: string;
  /** As it came, still percent-encoded, without the query string. */
  readonly path: string;
  /** The query string without its question mark; empty when there is none. */
  readonly search: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Which operation a request asks for, and with what. */
export interface Decoded {
  readonly operation: string;
  readonly input: JsonObject;
  /** Where the answer's members go; only in the REST protocols. */
  readonly route?: RestRoute;
}

/** An answer, ready for the socket. */
export interface Reply {
  readonly status: number;
  /** Names and values in turn, as `writeHead` takes them; the length is added when it is sent. */
  readonly headers: readonly string[];
  readonly body: string | Uint8Array;
}

/** How one service's requests are read and its answers written. */
export interface Protocol {
  /** @throws AwsError when the body or the path says nothing that this protocol understands. */
  decode(request: AwsRequest): Decoded;
  success(decoded: Decoded, output: JsonObject, requestId: string): Reply;
  failure(error: AwsError, requestId: string): Reply;
  /** What the protocol answers to an operation that is not there. */
  unknown(operation: string, explanation: string): AwsError;
  /** What the protocol answers to a request that nobody signed. */
  unsigned(): AwsError;
}
