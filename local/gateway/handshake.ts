import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Hold } from "../clock/clock.ts";
import type { Connection, ConnectionFacts } from "./connection.ts";
import { Exchange } from "./exchange.ts";
import { Failure } from "./failure.ts";
import type { Gateway } from "./gateway.ts";
import { readHandshake } from "./handshake-request.ts";
import type { BackendReply } from "./integrations/backend.ts";
import { type Location, locate } from "./locate.ts";
import { about } from "./log-line.ts";
import { protect } from "./protect.ts";
import { refuseAsAnswered, refuseAtFront, refuseWith } from "./refuse.ts";
import { asFailure, noteFailure, runRoute } from "./run-route.ts";
import type { StageRuntime } from "./stage-runtime.ts";
import { UNKNOWNS } from "./unknowns.ts";
import { checkApiKey } from "./usage/check-api-key.ts";

const CONNECT = "$connect";
/** In characters (DG/apigateway-execution-service-websocket-limits-table). */
const URL_LIMIT = 4096;

/**
 * Takes a handshake whose path is an API's; false leaves it to others.
 *
 * Neither `Origin` nor `Host` is judged, unlike with AWS calls (`local/endpoint/foreign.ts`): API Gateway lets pages from
 * anywhere connect, and leaves it to an authorizer to say no. What keeps a foreign page in this machine's browser out is
 * that it does not know the path: an API's id is random, and nothing that a foreign page may read tells it.
 */
export function takeHandshake(gateway: Gateway, request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
  const location = locate(request);
  if (!gateway.stages.knows(location.apiId)) return false;
  const hold = gateway.environment.clock.hold();
  // A client that resets its connection while $connect runs must not end the process.
  socket.on("error", () => socket.destroy());
  void connect(gateway, request, socket, head, location, hold).finally(() => hold.release());
  return true;
}

async function connect(
  gateway: Gateway,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  location: Location,
  hold: Hold,
): Promise<void> {
  const { ids, environment } = gateway;
  const refused = { connectionId: ids.connectionId(), requestId: ids.requestId(), time: environment.clock.now() };
  const fault = frontFault(gateway, request, location);
  if (fault !== undefined) {
    environment.log.warn(`Handshake for ${request.url} refused: ${fault.why}.`);
    refuseAtFront(socket, fault, { requestId: environment.ids.uuid(), time: refused.time });
    return;
  }
  const stage = gateway.stages.find(location.apiId, location.stage);
  if (stage === undefined) return;
  const exchange = connectExchange(gateway, request, stage, { ...refused, hold });
  try {
    const reply = await admit(gateway, exchange);
    exchange.report.status = reply?.status ?? 200;
    if (reply !== undefined && (reply.status < 200 || reply.status > 299)) {
      environment.log.info(`${about(exchange)} $connect answered ${reply.status}; the handshake fails with it.`);
      refuseAsAnswered(socket, reply, refused);
      return;
    }
    const protocol = reply?.headers["sec-websocket-protocol"];
    await gateway.open(request, socket, head, protocol, newConnection(exchange));
  } catch (error) {
    const failure = asFailure(error);
    noteFailure(exchange, failure);
    environment.log.warn(`${about(exchange)} handshake refused with ${failure.status}: ${failure.message}`);
    const { status, errorType, frame } = failure;
    if (errorType === undefined) refuseWith(socket, failure, refused);
    else
      refuseAtFront(
        socket,
        { status, errorType, message: frame ?? "" },
        { ...refused, requestId: environment.ids.uuid() },
      );
  } finally {
    gateway.finished(exchange);
  }
}

/** A refusal that no stage has a say in. */
interface FrontFault {
  readonly status: number;
  /** Undefined where its name is not known. */
  readonly errorType?: string;
  readonly message: string;
  readonly why: string;
}

function frontFault(gateway: Gateway, request: IncomingMessage, location: Location): FrontFault | undefined {
  const forbidden = stageFault(gateway, location) ?? upgradeFault(request);
  if (forbidden !== undefined) {
    return { status: UNKNOWNS.wrongPathStatus, errorType: "ForbiddenException", message: "Forbidden", why: forbidden };
  }
  const length = urlLength(gateway, request, location);
  if (length > URL_LIMIT) {
    const why = `its URL has ${length} characters on AWS, and a WebSocket API's has ${URL_LIMIT} at most: send less in the query string`;
    return { status: UNKNOWNS.longUrlStatus, message: UNKNOWNS.longUrlMessage, why };
  }
  const why = handshakeFault(request);
  return why === undefined ? undefined : { status: 400, errorType: "BadRequestException", message: "Bad Request", why };
}

/** The length of the URL as a client of AWS writes it: with the API in its host. */
function urlLength(gateway: Gateway, { url = "" }: IncomingMessage, { apiId, stage }: Location): number {
  const domainName = gateway.stages.find(apiId, stage)?.domainName ?? "";
  const path = url.startsWith(`/${apiId}/`) ? url.slice(apiId.length + 1) : url;
  return `wss://${domainName}${path}`.length;
}

function stageFault(gateway: Gateway, { apiId, stage, rest }: Location): string | undefined {
  const found = gateway.stages.find(apiId, stage);
  if (found === undefined) return `API ${apiId} has no deployed stage ${JSON.stringify(stage)}`;
  if (found.disabled) return "disableExecuteApiEndpoint leaves custom domains only, which are not served here";
  if (rest.length === 0) return undefined;
  return "a WebSocket API takes no path after the stage; paths need a CloudFront distribution in front (config edge)";
}

function upgradeFault({ headers, method }: IncomingMessage): string | undefined {
  if (method !== "GET") return `the method is ${method}, not GET`;
  return headers.upgrade?.toLowerCase() === "websocket" ? undefined : "Upgrade is not websocket";
}

/** What the WebSocket protocol requires (RFC 6455 §4.2.1), checked before `$connect` runs. */
function handshakeFault({ headers }: IncomingMessage): string | undefined {
  if (!/^[+/0-9A-Za-z]{22}==$/.test(headers["sec-websocket-key"] ?? ""))
    return "Sec-WebSocket-Key is missing or malformed";
  return headers["sec-websocket-version"] === "13" ? undefined : "Sec-WebSocket-Version is not 13";
}

function connectExchange(
  gateway: Gateway,
  request: IncomingMessage,
  stage: StageRuntime,
  given: { readonly connectionId: string; readonly requestId: string; readonly time: number; readonly hold: Hold },
): Exchange {
  const { time } = given;
  const handshake = readHandshake(request, stage.domainName, time, gateway.environment.ids);
  const connection: ConnectionFacts = {
    id: given.connectionId,
    apiId: stage.apiId,
    stage: stage.name,
    connectedAt: time,
    sourceIp: handshake.sourceIp,
    userAgent: handshake.userAgent,
    authorizer: undefined,
    signer: undefined,
    apiKey: undefined,
  };
  const { requestId, hold } = given;
  return new Exchange({ connection, stage, eventType: "CONNECT", routeKey: CONNECT, requestId, time, hold, handshake });
}

/**
 * Throttling, protection, parameters, integration, in AWS's order
 * (DG/apigateway-websocket-api-route-keys-connect-disconnect; its execution log begins with the usage plan). Undefined
 * when the API has no `$connect` route: every handshake is then welcome.
 */
async function admit(gateway: Gateway, exchange: Exchange): Promise<BackendReply | undefined> {
  const { stage } = exchange;
  if (!stage.admits(CONNECT)) throw throttled();
  const route = stage.route(CONNECT);
  if (route === undefined) return undefined;
  const { parameters } = exchange;
  if (route.apiKeyFrom === "header") useApiKey(gateway, exchange, apiKeyOf(exchange));
  await protect(exchange, route, gateway.environment);
  if (route.apiKeyFrom === "authorizer") useApiKey(gateway, exchange, exchange.usageIdentifier);
  const missing = route.required.filter(({ place, name }) => parameters?.[place].has(name) !== true);
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(", ");
    const why = `the handshake lacks what the route requires: ${names}`;
    throw new Failure("missingParameter", why, { frame: `Missing required request parameters: [${names}]` });
  }
  return await runRoute(exchange, route);
}

function useApiKey(gateway: Gateway, exchange: Exchange, value: string | undefined): void {
  const { Id, Value } = checkApiKey(exchange, value, gateway.usagePlans);
  exchange.connection = { ...exchange.connection, apiKey: { id: Id, value: Value } };
}

function apiKeyOf({ handshake }: Exchange): string | undefined {
  const value = handshake?.request.headers["x-api-key"];
  return typeof value === "string" ? value : undefined;
}

/** The stage's limits are used up. */
export function throttled(): Failure {
  return new Failure(
    "throttled",
    "the stage's throttling limits are used up: raise throttlingRateLimit and throttlingBurstLimit (the Pulumi provider sends 0 for what a block leaves out)",
  );
}

function newConnection({ connection, time }: Exchange): Omit<Connection, "socket"> {
  return { ...connection, lastActiveAt: time, closed: false };
}
