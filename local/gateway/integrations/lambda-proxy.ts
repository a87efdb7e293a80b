import type { Integration } from "@aws-sdk/client-apigatewayv2";
import { isObject, type Json, type JsonObject, parseObject, type Wire } from "../../json.ts";
import type { Environment } from "../../module.ts";
import type { Exchange } from "../exchange.ts";
import { Failure } from "../failure.ts";
import { lambdaEvent } from "../lambda-event.ts";
import type { Backend, BackendReply } from "./backend.ts";
import { callerOf } from "./caller.ts";
import { errorMessageOf, functionOf, invokeFunction } from "./function-target.ts";

/** AWS_PROXY: the function gets the event and its answer is the client's (DG/apigateway-websocket-api-route-response). */
export function lambdaProxy(integration: Wire<Integration>, environment: Environment): Backend {
  const uri = integration.IntegrationUri ?? "";
  const functionArn = functionOf(uri);
  return async (_request, exchange) => {
    if (functionArn === undefined) throw new Failure("internal", `${uri} names no Lambda function`);
    const caller = callerOf(environment, integration.CredentialsArn, exchange);
    const event = lambdaEvent(exchange);
    const { trace } = exchange.report;
    trace?.data(`Endpoint request body after transformations: ${event}`);
    const { payload, failed, requestId } = await invokeFunction(environment, functionArn, event, { caller, exchange });
    trace?.info(`AWS Integration Endpoint RequestId : ${requestId}`);
    if (failed) {
      const message = errorMessageOf(payload);
      trace?.error(
        `Lambda execution failed due to customer function error: ${message}. Lambda request id: ${requestId}`,
      );
      throw new Failure("badGateway", `${functionArn} failed: ${message} Its log group says more.`);
    }
    return proxyReply(payload, exchange, functionArn);
  };
}

/** All that an answer may have: anything else makes it malformed, whatever the route does with it. */
const MEMBERS = new Set(["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"]);

/**
 * A function's answer. One that is malformed fails on every route, also on those that send no replies: captured frames
 * of middyjs/middy#1219 (a member too many) and logs of michalkvasnicak/aws-lambda-graphql#48 (null). The status decides
 * a handshake, but no reply: the body of a 500 reaches the client as that of a 200 does
 * (yai333/React-Chat-App-using-AWS-API-Gateway-Websocket-and-Serverless-Framework#2).
 */
function proxyReply(payload: string, exchange: Exchange, functionArn: string): BackendReply {
  const answer = parseObject(payload);
  const status = answer === undefined ? undefined : statusOf(answer);
  if (answer === undefined || status === undefined || !isWellFormed(answer)) {
    exchange.report.trace?.error("Execution failed due to configuration error: Malformed Lambda proxy response");
    throw new Failure(
      "malformed",
      `${functionArn} answered ${payload.slice(0, 200)}: a malformed Lambda proxy response. It needs an object with ` +
        `${[...MEMBERS].join(", ")} and nothing else, and body must be text.`,
    );
  }
  const proxied = headersOf(answer);
  const headers = Object.fromEntries(proxied.map(([name, value]) => [name.toLowerCase(), value]));
  return { status, body: bodyOf(answer), headers, proxied };
}

/** A number or a number as text; 200 where there is none. */
function statusOf({ statusCode = null }: JsonObject): number | undefined {
  if (statusCode === null) return 200;
  const status = typeof statusCode === "string" || typeof statusCode === "number" ? Number(statusCode) : Number.NaN;
  return Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined;
}

function isWellFormed(answer: JsonObject): boolean {
  const { headers = null, multiValueHeaders = null, body = null } = answer;
  return (
    Object.keys(answer).every((member) => MEMBERS.has(member)) &&
    (body === null || typeof body !== "object") &&
    (headers === null || (isObject(headers) && Object.values(headers).every(isScalar))) &&
    (multiValueHeaders === null || (isObject(multiValueHeaders) && Object.values(multiValueHeaders).every(isScalars)))
  );
}

function isScalar(value: Json | undefined): boolean {
  return value === undefined || value === null || typeof value !== "object";
}

function isScalars(value: Json | undefined): boolean {
  return Array.isArray(value) && value.every(isScalar);
}

function bodyOf({ body = null, isBase64Encoded }: JsonObject): string {
  if (body === null) return "";
  const text = String(body);
  const encoded = isBase64Encoded === true || isBase64Encoded === "true";
  return encoded ? Buffer.from(text, "base64").toString("utf8") : text;
}

/** A name in both maps has the values of `multiValueHeaders` (DG/set-up-lambda-proxy-integrations). */
function headersOf({ headers, multiValueHeaders }: JsonObject): [string, string][] {
  const several = isObject(multiValueHeaders) ? multiValueHeaders : {};
  const taken = new Set(Object.keys(several).map((name) => name.toLowerCase()));
  const single = Object.entries(isObject(headers) ? headers : {}).filter(([name]) => !taken.has(name.toLowerCase()));
  const all = [
    ...single,
    ...Object.entries(several).flatMap(([name, values]) =>
      (Array.isArray(values) ? values : []).map((value) => [name, value] as const),
    ),
  ];
  return all.map(([name, value]) => [name, String(value ?? "")]);
}
