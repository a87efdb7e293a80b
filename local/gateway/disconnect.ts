import type { ConnectionFacts } from "./connection.ts";
import { type Disconnection, Exchange } from "./exchange.ts";
import type { Gateway } from "./gateway.ts";
import { about } from "./log-line.ts";
import { asFailure, noteFailure, runRoute } from "./run-route.ts";

const DISCONNECT = "$disconnect";

/** Runs `$disconnect` for a connection that has ended; what its integration answers means nothing. */
export async function runDisconnect(
  gateway: Gateway,
  connection: ConnectionFacts,
  disconnection: Disconnection,
): Promise<void> {
  const { environment, stages, ids } = gateway;
  const stage = stages.find(connection.apiId, connection.stage);
  const route = stage?.route(DISCONNECT);
  if (stage === undefined || route === undefined) return;
  const hold = environment.clock.hold();
  const exchange = new Exchange({
    connection,
    stage,
    eventType: "DISCONNECT",
    routeKey: DISCONNECT,
    requestId: ids.requestId(),
    time: environment.clock.now(),
    hold,
    disconnection,
  });
  try {
    const { status } = await runRoute(exchange, route);
    exchange.report.status = status;
    if (status > 299) environment.log.warn(`${about(exchange)} the integration answered ${status}.`);
  } catch (error) {
    const failure = asFailure(error);
    noteFailure(exchange, failure);
    environment.log.warn(`${about(exchange)} ${failure.message}`);
  } finally {
    gateway.finished(exchange);
    hold.release();
  }
}
