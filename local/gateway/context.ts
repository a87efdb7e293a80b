import type { JavaMap, Value } from "../vtl/values.ts";
import { authorizerContext } from "./authorizer-context.ts";
import type { Exchange } from "./exchange.ts";
import { requestTime } from "./request-time.ts";

/**
 * `$context` of a mapping template: a Java `HashMap` that holds nulls, in the order AWS prints it, which is that of
 * such a map's buckets (stackoverflow.com/q/70742479 has a dump of it).
 */
export function contextMap(exchange: Exchange): JavaMap {
  const { connection, disconnection, requestId } = exchange;
  const context: [string, Value][] = [
    ["routeKey", exchange.routeKey],
    ["disconnectStatusCode", disconnection === undefined ? null : BigInt(disconnection.code)],
    ...authorizerEntry(exchange),
    ["messageId", exchange.messageId ?? null],
    ["eventType", exchange.eventType],
    ["extendedRequestId", requestId],
    ["requestTime", requestTime(exchange.time)],
    ["messageDirection", "IN"],
    ["disconnectReason", disconnection?.reason ?? null],
    ["stage", connection.stage],
    ["connectedAt", BigInt(connection.connectedAt)],
    ["requestTimeEpoch", BigInt(exchange.time)],
    ["identity", identityMap(exchange)],
    ["requestId", requestId],
    ["domainName", exchange.stage.domainName],
    ["connectionId", connection.id],
    ["apiId", connection.apiId],
  ];
  return new Map(context);
}

function authorizerEntry(exchange: Exchange): [string, Value][] {
  const authorizer = authorizerContext(exchange);
  if (authorizer === undefined) return [];
  const values = Object.entries(authorizer).map(([key, value]): [string, Value] => [
    key,
    typeof value === "number" ? BigInt(value) : value,
  ]);
  return [["authorizer", new Map(values)]];
}

function identityMap({ connection }: Exchange): JavaMap {
  const { signer } = connection;
  return new Map<string, Value>([
    ["cognitoIdentityPoolId", null],
    ["cognitoIdentityId", null],
    ...keyEntry("apiKey", connection.apiKey?.value),
    ["principalOrgId", null],
    ["cognitoAuthenticationType", null],
    ["userArn", signer?.userArn ?? null],
    ...keyEntry("apiKeyId", connection.apiKey?.id),
    ["userAgent", connection.userAgent ?? null],
    ["accountId", signer?.accountId ?? null],
    ["caller", signer?.userId ?? null],
    ["sourceIp", connection.sourceIp],
    ["accessKey", signer?.accessKey ?? null],
    ["cognitoAuthenticationProvider", null],
    ["user", signer?.userId ?? null],
  ]);
}

/** A dump of `$context` without an API key has no such members. */
function keyEntry(name: string, value: string | undefined): [string, Value][] {
  return value === undefined ? [] : [[name, value]];
}
