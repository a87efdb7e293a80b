import type { Json, JsonObject } from "../json.ts";
import { authorizerContext } from "./authorizer-context.ts";
import type { Exchange } from "./exchange.ts";
import { requestTime } from "./request-time.ts";

/** The four headers that a `$disconnect` event has, as published events show it. */
function disconnectHeaders(domainName: string): Record<string, string> {
  return { Host: domainName, "x-api-key": "", "X-Forwarded-For": "", "x-restapi": "" };
}

/** The event of a Lambda proxy integration, its members in AWS's order, as published events show it. */
export function lambdaEvent(exchange: Exchange): string {
  const { eventType, handshake, stage } = exchange;
  const event: Record<string, Json> = {};
  if (eventType === "CONNECT" && handshake !== undefined) {
    Object.assign(event, handshake.eventHeaders);
    if (handshake.hasQuery) Object.assign(event, handshake.eventQuery);
  } else if (eventType === "DISCONNECT") {
    const headers = disconnectHeaders(stage.domainName);
    event["headers"] = headers;
    event["multiValueHeaders"] = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  }
  if (stage.hasVariables) event["stageVariables"] = stage.variables;
  event["requestContext"] = requestContext(exchange);
  if (eventType === "MESSAGE") event["body"] = exchange.body ?? "";
  event["isBase64Encoded"] = false;
  return JSON.stringify(event);
}

/** The event of a REQUEST authorizer, whose maps are empty rather than absent, and which sees the upgrade's headers. */
export function authorizerEvent(exchange: Exchange, methodArn: string): string {
  const { handshake, stage } = exchange;
  const event = {
    type: "REQUEST",
    methodArn,
    ...handshake?.authorizerHeaders,
    ...handshake?.eventQuery,
    stageVariables: stage.variables,
    requestContext: requestContext(exchange),
  };
  return JSON.stringify(event);
}

function requestContext(exchange: Exchange): JsonObject {
  const { connection, disconnection, requestId } = exchange;
  const context: Record<string, Json> = { routeKey: exchange.routeKey };
  if (disconnection !== undefined) context["disconnectStatusCode"] = disconnection.code;
  const authorizer = authorizerContext(exchange);
  if (authorizer !== undefined) context["authorizer"] = authorizer;
  if (exchange.messageId !== undefined) context["messageId"] = exchange.messageId;
  context["eventType"] = exchange.eventType;
  context["extendedRequestId"] = requestId;
  context["requestTime"] = requestTime(exchange.time);
  context["messageDirection"] = "IN";
  if (disconnection !== undefined) context["disconnectReason"] = disconnection.reason;
  context["stage"] = connection.stage;
  context["connectedAt"] = connection.connectedAt;
  context["requestTimeEpoch"] = exchange.time;
  context["identity"] = identity(exchange);
  context["requestId"] = requestId;
  context["domainName"] = exchange.stage.domainName;
  context["connectionId"] = connection.id;
  context["apiId"] = connection.apiId;
  return context;
}

/** Members without a value are left out; those that are there stand as in `$context.identity`. */
function identity({ connection }: Exchange): JsonObject {
  const { signer, sourceIp, userAgent, apiKey } = connection;
  if (signer === undefined && apiKey === undefined) {
    return userAgent === undefined ? { sourceIp } : { userAgent, sourceIp };
  }
  const { userArn, accountId, userId, accessKey } = signer ?? {};
  return present({
    apiKey: apiKey?.value,
    userArn,
    apiKeyId: apiKey?.id,
    userAgent,
    accountId,
    caller: userId,
    sourceIp,
    accessKey,
    user: userId,
  });
}

function present(members: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
