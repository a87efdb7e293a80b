import type { CompiledRoute } from "./compiled-route.ts";
import type { Connection } from "./connection.ts";
import { Exchange } from "./exchange.ts";
import { errorFrame, Failure } from "./failure.ts";
import type { Gateway } from "./gateway.ts";
import { throttled } from "./handshake.ts";
import type { BackendReply } from "./integrations/backend.ts";
import { about } from "./log-line.ts";
import { asFailure, noteFailure, runRoute } from "./run-route.ts";
import { UNKNOWNS } from "./unknowns.ts";

/** Takes one frame of a client. Frames are handled concurrently: replies may overtake each other. */
export function takeMessage(gateway: Gateway, connection: Connection, body: string): void {
  const { ids, environment, stages, connections } = gateway;
  connections.touch(connection);
  const stage = stages.find(connection.apiId, connection.stage);
  if (stage === undefined) {
    environment.log.warn(
      `A frame of ${connection.id} was dropped: its stage ${connection.apiId}/${connection.stage} is gone.`,
    );
    return;
  }
  const exchange = new Exchange({
    connection,
    stage,
    eventType: "MESSAGE",
    routeKey: "$default",
    requestId: ids.requestId(),
    messageId: ids.messageId(connection.id),
    time: environment.clock.now(),
    hold: environment.clock.hold(),
    body,
  });
  try {
    const route = routeOf(exchange);
    const reply = runRoute(exchange, route);
    if (reply instanceof Promise) {
      reply.then(
        (late) => succeed(gateway, connection, exchange, late),
        (error: unknown) => fail(gateway, connection, exchange, error),
      );
    } else succeed(gateway, connection, exchange, reply);
  } catch (error) {
    fail(gateway, connection, exchange, error);
  }
}

function routeOf(exchange: Exchange): CompiledRoute {
  const route = exchange.stage.selectRoute(exchange);
  if (route === undefined) throw new Failure("forbidden", exchange.stage.explainNoRoute(exchange));
  exchange.follow(route.key);
  if (!exchange.stage.admits(route.key)) throw throttled();
  return route;
}

function succeed(gateway: Gateway, connection: Connection, exchange: Exchange, reply: BackendReply): void {
  exchange.report.status = reply.status;
  if (!exchange.answers) silence(gateway, exchange, "the route has no route response", "Add one to get replies.");
  else if (reply.body === "" && !UNKNOWNS.sendEmptyReplies) {
    silence(gateway, exchange, "the integration's reply is empty", "A response template can say something.");
  } else gateway.send(connection, reply.binary === true ? (reply.bytes ?? reply.body) : reply.body);
  finish(gateway, exchange);
}

function fail(gateway: Gateway, connection: Connection, exchange: Exchange, error: unknown): void {
  const failure = asFailure(error);
  noteFailure(exchange, failure);
  gateway.environment.log.warn(`${about(exchange)} the client gets "${failure.frame}": ${failure.message}`);
  gateway.send(connection, errorFrame(failure.frame, connection.id, exchange.requestId));
  finish(gateway, exchange);
}

function finish(gateway: Gateway, exchange: Exchange): void {
  gateway.finished(exchange);
  exchange.hold.release();
}

/** Silence puzzles people most; each route's reason for it is told once. */
function silence({ environment }: Gateway, exchange: Exchange, why: string, cure: string): void {
  if (exchange.stage.tellOnce(`${exchange.routeKey} ${why}`)) {
    environment.log.info(`${about(exchange)} no reply is sent: ${why}. ${cure}`);
  }
}
