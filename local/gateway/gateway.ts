import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";
import type { Environment } from "../module.ts";
import type { Apis } from "./apis.ts";
import { disconnectionOf } from "./close-codes.ts";
import type { Connection } from "./connection.ts";
import { Connections, type Expiry } from "./connections.ts";
import { runDisconnect } from "./disconnect.ts";
import type { Disconnection, Exchange } from "./exchange.ts";
import { FrameMeter, MESSAGE_LIMIT } from "./frame-meter.ts";
import { GatewayIds } from "./ids.ts";
import type { Fetch } from "./integrations/http.ts";
import { LogWriter } from "./log-writer.ts";
import { writeLogs } from "./logs.ts";
import { takeMessage } from "./messages.ts";
import { asAwsSpells, settleOpening } from "./opening.ts";
import { Stages } from "./stages.ts";
import { UNKNOWNS } from "./unknowns.ts";
import type { UsagePlans } from "./usage/usage-plans.ts";

/** Messages to clients that take compressed ones go out as they are all the same: on this machine packing only takes time. */
const UNPACKED = { compress: false };

/** The data plane: open connections and what happens on them. */
export class Gateway {
  readonly environment: Environment;
  readonly stages: Stages;
  readonly ids: GatewayIds;
  readonly connections: Connections;
  readonly usagePlans: UsagePlans;
  readonly #writer: LogWriter;
  readonly #server: WebSocketServer;
  #stopped = false;

  constructor(environment: Environment, apis: Apis, fetchUrl: Fetch) {
    this.environment = environment;
    this.stages = new Stages(apis, environment, fetchUrl);
    this.ids = new GatewayIds(environment.clock, environment.ids);
    this.connections = new Connections(
      environment.clock,
      environment.storage.collection("connections"),
      (connection, expiry) => this.#expire(connection, expiry),
    );
    this.usagePlans = apis.account.usagePlans;
    this.#writer = new LogWriter(environment, apis.account);
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: true,
      maxPayload: MESSAGE_LIMIT,
      // The library would end a connection without a word after 60 pings in a row.
      autoPong: false,
    });
    this.#server.on("headers", (lines) => asAwsSpells(lines, new Date(environment.clock.now())));
    apis.onChange((apiId) => this.#closeOrphans(apiId));
  }

  /** Sends the 101 and takes the connection's frames from then on. */
  async open(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    protocol: string | undefined,
    facts: Omit<Connection, "socket">,
  ): Promise<void> {
    settleOpening(request, protocol);
    let opened = false;
    if (!socket.destroyed) {
      // The library calls back at once, or not at all: for a client that has said it sends no more.
      this.#server.handleUpgrade(request, socket, head, (client) => {
        opened = true;
        this.#adopt({ ...facts, socket: client }, socket);
      });
    }
    if (opened) return;
    // The client left while $connect ran: on AWS the connection was made, so $disconnect follows.
    this.environment.log.info(`Connection ${facts.id}: the client left before the handshake was over.`);
    await runDisconnect(this, facts, disconnectionOf(1006));
  }

  /** Sends a text, or bytes in a binary frame, to a client; false when it is not there any more. */
  send(connection: Connection, data: string | Buffer): boolean {
    if (connection.closed || connection.socket.readyState !== WebSocket.OPEN) {
      this.environment.log.info(`A reply to connection ${connection.id} was dropped: it has closed meanwhile.`);
      return false;
    }
    if (!this.#reads(connection, "A reply")) return false;
    this.connections.touch(connection);
    connection.socket.send(data, UNPACKED);
    return true;
  }

  /** What clients that never read have not taken must not fill the memory. */
  #reads(connection: Connection, what: string): boolean {
    if (connection.socket.bufferedAmount <= UNKNOWNS.clientBufferLimit) return true;
    this.environment.log.warn(`${what} to connection ${connection.id} was dropped: its client does not read.`);
    return false;
  }

  /** Closes a connection from this side, with the reason that `$disconnect` sees; it runs at once. */
  close(connection: Connection, code: number, reason = ""): void {
    if (connection.closed) return;
    const disconnection = disconnectionOf(code, reason);
    connection.socket.close(code, disconnection.reason);
    this.#ended(connection, disconnection);
  }

  /** Writes what the stage's logs want to know about a request that is over. */
  finished(exchange: Exchange): void {
    writeLogs(exchange, this.#writer);
  }

  /** Queues an event for a log group; `makesGroup` for the groups that API Gateway makes itself. */
  log(group: string, message: string, makesGroup: boolean): void {
    this.#writer.write(group, message, makesGroup);
  }

  /** Runs `$disconnect` for the connections that were open when the runtime last ended. */
  async clean(): Promise<void> {
    for (const connection of this.connections.takeLeftOver()) {
      await runDisconnect(this, connection, disconnectionOf(1001));
      this.connections.cleaned(connection.id);
    }
  }

  /** Ends every socket. Kept sessions are cleaned when the runtime starts again. */
  stop(): void {
    this.#stopped = true;
    for (const connection of this.connections.all()) {
      connection.closed = true;
      connection.socket.close(1001, UNKNOWNS.goingAway);
      connection.socket.terminate();
    }
    this.connections.stop();
  }

  #adopt(connection: Connection, socket: Duplex): void {
    const client = connection.socket;
    const meter = new FrameMeter();
    socket.prependListener("data", (chunk: Buffer) => {
      if (!connection.closed && meter.exceeds(chunk))
        this.#refuseData(connection, 1009, "a frame is longer than 32 KB");
    });
    client.on("message", (data: Buffer, isBinary: boolean) => {
      if (connection.closed) return;
      if (isBinary) this.#refuseData(connection, 1003, "it is binary, and the API takes text frames only");
      else takeMessage(this, connection, data.toString("utf8"));
    });
    client.on("ping", (data: Buffer) => {
      if (UNKNOWNS.pingResetsIdle) this.connections.touch(connection);
      if (!connection.closed && this.#reads(connection, "A pong")) client.pong(data);
    });
    client.on("error", (error) => this.#protocolError(connection, error));
    client.on("close", (code, reason) => this.#ended(connection, disconnectionOf(code, reason.toString("utf8"))));
    this.connections.add(connection);
  }

  #refuseData(connection: Connection, code: number, why: string): void {
    this.environment.log.warn(`Connection ${connection.id} is closed with ${code}: ${why}.`);
    this.close(connection, code);
  }

  /** The library has sent the close frame already: 1009 for a long message, 1007 for bad UTF-8, 1002 for the rest. */
  #protocolError(connection: Connection, error: Error & { code?: string }): void {
    if (connection.closed) return;
    const code = CLOSE_CODES[error.code ?? ""] ?? (error.code?.startsWith("WS_ERR") === true ? 1002 : 1006);
    const why = code === 1009 ? "a message is longer than 128 KB" : error.message;
    if (code !== 1006) this.environment.log.warn(`Connection ${connection.id} is closed with ${code}: ${why}.`);
    this.#ended(connection, disconnectionOf(code));
  }

  #expire(connection: Connection, expiry: Expiry): void {
    const what = expiry === "idle" ? "it was idle for 10 minutes" : "it has lasted 2 hours";
    this.environment.log.info(`Connection ${connection.id} is closed: ${what}.`);
    this.close(connection, expiry === "idle" ? 1001 : UNKNOWNS.lifetimeCode, UNKNOWNS.goingAway);
  }

  #ended(connection: Connection, disconnection: Disconnection): void {
    if (connection.closed || this.#stopped) return;
    connection.closed = true;
    this.connections.remove(connection);
    void runDisconnect(this, connection, disconnection).finally(() => {
      if (!this.#stopped) this.connections.cleaned(connection.id);
    });
  }

  /** Connections of a stage that has been deleted. */
  #closeOrphans(apiId: string): void {
    for (const connection of this.connections.all()) {
      if (connection.apiId === apiId && !this.stages.exists(apiId, connection.stage)) {
        this.close(connection, 1001, UNKNOWNS.goingAway);
      }
    }
  }
}

/** The library's names for what it closes connections for. */
const CLOSE_CODES: Readonly<Record<string, number>> = {
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 1009,
  WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH: 1009,
  WS_ERR_INVALID_UTF8: 1007,
};
