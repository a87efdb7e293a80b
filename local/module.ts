import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Aws } from "./aws/aws.ts";
import type { Scope } from "./aws/caller.ts";
import type { Service } from "./aws/service.ts";
import type { Clock } from "./clock/clock.ts";
import type { Ids } from "./ids.ts";
import type { Log } from "./log.ts";
import type { InvokeHandler, ResourceHandler } from "./provider/handler.ts";
import type { Storage } from "./storage.ts";

/** What every part of the runtime is made of; nothing reaches for a global instead. */
export interface Environment {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly scope: Scope;
  readonly storage: Storage;
  readonly aws: Aws;
  /** `http://localhost:PORT`, known before any module is used. */
  readonly endpointUrl: string;
}

/**
 * A part of the runtime: some services, the resource types that make things in them, and what they do on the port
 * besides the AWS protocols.
 */
export interface Module {
  readonly services: readonly Service[];
  readonly handlers: readonly ResourceHandler[];
  readonly invokes?: readonly InvokeHandler[];
  /** Takes a WebSocket handshake whose path is its own; false leaves it to the next. */
  upgrade?(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Takes a plain request whose path is its own (`/{apiId}/{stage}`); false leaves it to the next. */
  request?(request: IncomingMessage, response: ServerResponse): boolean;
  /**
   * Goes on with what `--data-dir` kept, once the program is deployed and its deployment written: until then a part makes
   * what it is asked for, but does nothing of itself. Requests are taken when all parts have gone on.
   */
  resume?(): Promise<void>;
  /** Ends what the last run left open, once requests are taken: what does that may need the port. */
  clean?(): Promise<void>;
  /** Ends sockets, workers and timers. */
  stop?(): Promise<void>;
}

/** How each part of the runtime is made. */
export type CreateModule = (environment: Environment) => Module;
