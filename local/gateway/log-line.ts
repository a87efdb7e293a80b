import type { Exchange } from "./exchange.ts";

/** The beginning of every line about a request: the API, its stage, the route and the connection. */
export function about(exchange: Exchange): string {
  const { connection, stage, routeKey } = exchange;
  return `${stage.apiName} (${connection.apiId}/${connection.stage}) ${routeKey}, connection ${connection.id}:`;
}
