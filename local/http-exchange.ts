import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";

/** One header line; the same name may come again. */
export type HttpHeader = readonly [name: string, value: string];

/** A request as it goes out. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  /** In the order and spelling in which they are sent; `Host` and the body's framing are added. */
  readonly headers: readonly HttpHeader[];
  /** Sent in chunks; undefined sends none. */
  readonly body: string | undefined;
}

/** An answer that has arrived whole. */
export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  /** As they came, their names in lower case. */
  readonly headers: readonly HttpHeader[];
  readonly body: Buffer;
}

export interface HttpLimits {
  /** Ends the exchange. */
  readonly signal: AbortSignal;
  /** The most bytes that a body may have. */
  readonly bytes: number;
}

/**
 * How a server outside of the runtime is asked; tests bring their own. Redirects are answers like any others.
 *
 * @throws ResponseTooLarge for a body beyond the limit, the signal's reason, or Node's error (`ECONNREFUSED`, `ENOTFOUND`, …).
 */
export type HttpExchange = (request: HttpRequest, limits: HttpLimits) => Promise<HttpResponse>;

/** A body that goes on beyond the limit; the rest of it was not read. */
export class ResponseTooLarge extends Error {
  override readonly name = "ResponseTooLarge";
}

/** Asks over the network. Node's clients are loaded with the first request; a runtime that makes none pays nothing. */
export const exchangeOverNetwork: HttpExchange = (request, limits) =>
  new Promise((resolve, reject) => {
    const { method, url, headers, body } = request;
    const outgoing = open(new URL(url), { method, signal: limits.signal, agent: false });
    for (const [name, value] of headers) outgoing.appendHeader(name, value);
    if (body !== undefined) outgoing.setHeader("Transfer-Encoding", "chunked");
    // What happens to the connection afterwards is no business of the server's: the documented requests do not say it.
    outgoing.removeHeader("Connection");
    // What keeps the process is its port. When that is closed, nobody is left who waits for the answer.
    outgoing.on("socket", (socket) => socket.unref());
    outgoing.on("error", (error) => reject(limits.signal.aborted ? limits.signal.reason : error));
    outgoing.on("response", (response) => {
      receive(response, limits).then(resolve, (error: unknown) => {
        outgoing.destroy();
        reject(limits.signal.aborted ? limits.signal.reason : error);
      });
    });
    outgoing.end(body);
  });

function open(url: URL, options: RequestOptions): ClientRequest {
  const secure = url.protocol === "https:";
  const { request } = secure ? process.getBuiltinModule("node:https") : process.getBuiltinModule("node:http");
  return request(url, options);
}

async function receive(response: IncomingMessage, { bytes }: HttpLimits): Promise<HttpResponse> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bytes) throw new ResponseTooLarge(`the response has more than ${bytes} bytes`);
    chunks.push(chunk);
  }
  const { statusCode: status = 0, statusMessage: statusText = "", rawHeaders } = response;
  const headers: HttpHeader[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.push([rawHeaders[index]?.toLowerCase() ?? "", rawHeaders[index + 1] ?? ""]);
  }
  return { status, statusText, headers, body: Buffer.concat(chunks) };
}
