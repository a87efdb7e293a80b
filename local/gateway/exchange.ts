import type { Hold } from "../clock/clock.ts";
import type { Parameters } from "../vtl/input.ts";
import { readJson } from "../vtl/json.ts";
import type { Value } from "../vtl/values.ts";
import type { ConnectionFacts } from "./connection.ts";
import { ExecutionTrace } from "./execution-trace.ts";
import type { Handshake } from "./handshake-request.ts";
import type { StageRuntime } from "./stage-runtime.ts";

export type EventType = "CONNECT" | "MESSAGE" | "DISCONNECT";

/** How a connection ended. */
export interface Disconnection {
  readonly code: number;
  readonly reason: string;
}

/** What the logs will say about a request; filled in on the way. */
export interface Report {
  status: number;
  /** What the client was told; null for a failure without a text. */
  error: string | null | undefined;
  responseType: string | undefined;
  validation: string | undefined;
  integrationStatus: number | undefined;
  integrationLatency: number | undefined;
  authorizerLatency: number | undefined;
  /** Lines of the execution log; undefined when the stage writes none. */
  trace: ExecutionTrace | undefined;
}

/** One event on its way through the gateway: a handshake, a frame or a disconnect. */
export class Exchange {
  /** The handshake's authorizer adds what it says. */
  connection: ConnectionFacts;
  readonly stage: StageRuntime;
  readonly eventType: EventType;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly hold: Hold;
  readonly messageId: string | undefined;
  /** The frame's text; undefined on `$connect` and `$disconnect`. */
  readonly body: string | undefined;
  readonly handshake: Handshake | undefined;
  readonly disconnection: Disconnection | undefined;
  readonly report: Report;
  routeKey: string;
  /** What an authorizer named as the API key. */
  usageIdentifier: string | undefined;
  /** Whether the route sends replies: it has a route response. */
  answers = false;
  #document: Value | undefined;
  #parsed = false;

  constructor(given: ExchangeParts) {
    this.connection = given.connection;
    this.stage = given.stage;
    this.eventType = given.eventType;
    this.requestId = given.requestId;
    this.time = given.time;
    this.hold = given.hold;
    this.messageId = given.messageId;
    this.body = given.body;
    this.handshake = given.handshake;
    this.disconnection = given.disconnection;
    this.routeKey = given.routeKey;
    this.report = {
      status: 200,
      error: undefined,
      responseType: undefined,
      validation: undefined,
      integrationStatus: undefined,
      integrationLatency: undefined,
      authorizerLatency: undefined,
      trace: undefined,
    };
    this.#traceRoute();
  }

  /** Takes the route that was chosen, and its logging settings. */
  follow(routeKey: string): void {
    if (routeKey === this.routeKey) return;
    this.routeKey = routeKey;
    this.#traceRoute();
  }

  #traceRoute(): void {
    this.report.trace = this.stage.traces(this.routeKey) ? new ExecutionTrace() : undefined;
  }

  /** The frame as JSON, parsed once; undefined when it is none. */
  get document(): Value | undefined {
    if (!this.#parsed) {
      this.#parsed = true;
      this.#document = this.body === undefined ? undefined : parsed(this.body);
    }
    return this.#document;
  }

  /** Header and query parameters; there are none but on `$connect` (DG/websocket-api-data-mapping). */
  get parameters(): Parameters | undefined {
    return this.handshake?.parameters;
  }
}

export interface ExchangeParts {
  readonly connection: ConnectionFacts;
  readonly stage: StageRuntime;
  readonly eventType: EventType;
  readonly routeKey: string;
  readonly requestId: string;
  readonly time: number;
  readonly hold: Hold;
  readonly messageId?: string | undefined;
  readonly body?: string | undefined;
  readonly handshake?: Handshake | undefined;
  readonly disconnection?: Disconnection | undefined;
}

function parsed(text: string): Value | undefined {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
}
