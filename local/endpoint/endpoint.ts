import type { IncomingMessage, Server, ServerOptions, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { createServer } from "../http.ts";
import type { Environment, Module } from "../module.ts";
import { type AnswerAws, createAnswer } from "./answer.ts";
import { corsHeaders, isPreflight, preflightHeaders } from "./cors.ts";
import { foreign } from "./foreign.ts";
import { Gate } from "./gate.ts";
import { toOriginForm } from "./origin-form.ts";
import { send } from "./send.ts";
import { credentialOf } from "./signature.ts";
import { unreadableRefusal } from "./unreadable.ts";
import { isForm } from "./unserved.ts";

/** The runtime's one port: the AWS protocols, and whatever else its modules serve. */
export interface Endpoint {
  /**
   * Starts to listen on the loopback addresses.
   *
   * @param port 0 for any free one.
   * @returns the port.
   * @throws NodeJS.ErrnoException `EADDRINUSE` when the port is taken.
   */
  listen(port: number): Promise<number>;
  /** Takes requests, those that have waited first; the modules have their say about what is no AWS call. */
  serve(modules: readonly Module[]): void;
  /** Stops listening and ends the connections; WebSockets are ended by the modules that took them. */
  close(): Promise<void>;
}

/**
 * Handshakes may carry up to 10 KB of headers, which the gateway itself judges (API Gateway's Developer Guide,
 * api-gateway-execution-service-limits-table).
 */
const HEADER_LIMIT = 32 * 1024;
/** Longer than SDKs keep an idle connection, so that no request runs into its end. */
const KEEP_ALIVE = 75_000;
const SERVER_OPTIONS: ServerOptions = {
  maxHeaderSize: HEADER_LIMIT,
  keepAliveTimeout: KEEP_ALIVE,
  // Node would refuse it without a word to anybody.
  requireHostHeader: false,
  // Whoever offers HTTP/2 (`h2c`: curl, Java's client) gets HTTP/1.1, which a server may do (RFC 9110 §7.8).
  shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === "websocket",
};

/**
 * Makes the port. It knows the services through `aws` and can listen before any of them exists; what comes before they are
 * served waits.
 */
export function createEndpoint(environment: Pick<Environment, "aws" | "clock" | "ids" | "log">): Endpoint {
  const { log } = environment;
  const answer = createAnswer(environment);
  const gate = new Gate();
  let modules: readonly Module[] = [];

  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    toOriginForm(request);
    serveRequest(request, response, { answer, modules, log }).catch((error: unknown) => {
      log.error(`${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}`);
      if (response.headersSent) response.destroy();
      else send(response, plain(500, "The local runtime failed; its log says why.\n"));
    });
  };
  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // A client that resets the connection must not end the process, whoever takes the socket.
    socket.on("error", () => socket.destroy());
    toOriginForm(request);
    try {
      if (modules.some((module) => module.upgrade?.(request, socket, head) === true)) return;
      log.warn(
        `Handshake for ${request.url}: no WebSocket API has this path. The stack outputs name the URLs there are.`,
      );
    } catch (error) {
      log.error(`Handshake for ${request.url}: ${error instanceof Error ? error.stack : String(error)}`);
    }
    socket.end(FORBIDDEN);
  };
  const onConnect = ({ url }: IncomingMessage, socket: Duplex): void => {
    socket.on("error", () => socket.destroy());
    log.warn(`CONNECT ${url} refused: this port is no proxy; take it out of HTTP_PROXY and HTTPS_PROXY.`);
    socket.end("HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  };
  const onUnreadable = unreadableRefusal(log);
  const servers = ["127.0.0.1", "::1"].map((host) => {
    const server = createServer(SERVER_OPTIONS, gate.behind(onRequest));
    server.on("upgrade", gate.behind(onUpgrade));
    server.on("connect", onConnect);
    server.on("clientError", onUnreadable);
    return { host, server };
  });

  return {
    listen: (port) => listenAll(servers, port),
    serve: (given) => {
      modules = given;
      gate.open();
    },
    close: async () => {
      gate.close();
      await Promise.all(servers.map(({ server }) => closeServer(server)));
    },
  };
}

/** To a handshake for nothing that is here: what the front of API Gateway says of an API that it does not know. */
const FORBIDDEN = [
  "HTTP/1.1 403 Forbidden",
  "Content-Type: application/json",
  "Content-Length: 23",
  "Connection: close",
  "x-amzn-ErrorType: ForbiddenException",
  "",
  '{"message":"Forbidden"}',
].join("\r\n");

interface Serving {
  readonly answer: AnswerAws;
  readonly modules: readonly Module[];
  readonly log: Environment["log"];
}

async function serveRequest(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const refused = foreign(request);
  if (refused !== undefined) {
    serving.log.warn(`${request.method} ${request.url} refused: ${refused.why}`);
    send(response, plain(refused.status, `${refused.why}\n`));
    return;
  }
  const elsewhere = (): boolean => serving.modules.some((module) => module.request?.(request, response) === true);
  const { origin } = request.headers;
  if (origin !== undefined && isPreflight(request)) {
    // On the paths of an API or a distribution it is theirs to answer.
    if (elsewhere()) return;
    const headers = preflightHeaders(origin, request.headers["access-control-request-headers"]);
    send(response, { status: 204, headers, body: "" });
    return;
  }
  const url = request.url ?? "/";
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  const search = mark < 0 ? "" : url.slice(mark + 1);
  const credential = credentialOf(request.headers, search);
  if (credential === undefined && request.headers["x-amz-target"] === undefined) {
    if (elsewhere()) return;
    if (path === "/" && !isForm({ headers: request.headers, search })) {
      send(response, plain(200, ABOUT));
      return;
    }
  }
  const cors = origin === undefined ? [] : corsHeaders(origin);
  await serving.answer({ request, response, path, search, credential, cors, elsewhere });
}

const ABOUT = [
  "websocket-orders: the local runtime.",
  "This port speaks the AWS protocols: point an AWS SDK or the AWS CLI at it with AWS_ENDPOINT_URL or --endpoint-url.",
  "WebSocket APIs are at ws://localhost:PORT/{apiId}/{stage}; the stack outputs name them.",
  "",
].join("\n");

function plain(status: number, body: string): { status: number; headers: readonly string[]; body: string } {
  return { status, headers: ["Content-Type", "text/plain; charset=utf-8"], body };
}

/** IPv6's loopback is a convenience for clients that try `::1` first; a machine without it does without. */
async function listenAll(servers: readonly { host: string; server: Server }[], port: number): Promise<number> {
  let chosen = port;
  for (const [index, { host, server }] of servers.entries()) {
    try {
      chosen = await listen(server, chosen, host);
    } catch (error) {
      if (index === 0) throw error;
    }
  }
  return chosen;
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host }, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
