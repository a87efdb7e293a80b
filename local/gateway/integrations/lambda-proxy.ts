import type { Integration } from "@aws-sdk/client-apigatewayv2";
import { isObject, type JsonObject, type Wire } from "../../json.ts";
import type { Environment } from "../../module.ts";
import type { Exchange } from "../exchange.ts";
import { Failure } from "../failure.ts";
import { lambdaEvent } from "../lambda-event.ts";
import { UNKNOWNS } from "../unknowns.ts";
import type { Backend, BackendReply } from "./backend.ts";
import { callerOf } from "./caller.ts";
import { errorMessageOf, functionOf, invokeFunction } from "./function-target.ts";

/** AWS_PROXY: the function gets the event and its answer is the client's (websocket-api.md §4.2). */
export function lambdaProxy(integration: Wire<Integration>, environment: Environment): Backend {
  const uri = integration.IntegrationUri ?? "";
  const functionArn = functionOf(uri);
  return async (_request, exchange) => {
    if (functionArn === undefined) throw new Failure("internal", `${uri} names no Lambda function`);
    const caller = callerOf(environment, integration.CredentialsArn, exchange);
    const { payload, failed } = await invokeFunction(environment, functionArn, lambdaEvent(exchange), {
      caller,
      exchange,
    });
    if (failed) {
      throw new Failure("badGateway", `${functionArn} failed: ${errorMessageOf(payload)} Its log group says more.`);
    }
    return proxyReply(payload, exchange, functionArn);
  };
}

/**
 * A function's answer. `statusCode` may be a text. On a route that does not answer nothing of it matters; elsewhere a
 * missing status or no object at all is an error.
 */
function proxyReply(payload: string, exchange: Exchange, functionArn: string): BackendReply {
  const answer = objectOf(payload);
  const status = Number(answer?.["statusCode"]);
  const needed = exchange.eventType === "CONNECT" || exchange.answers;
  if (answer === undefined || !Number.isInteger(status) || status < 100 || status > 599) {
    if (!needed) return { status: 200, body: "", headers: {} };
    throw new Failure(
      "badGateway",
      `${functionArn} answered ${payload.slice(0, 200)}; a proxy integration needs an object with a statusCode`,
    );
  }
  if (UNKNOWNS.lambdaStatusDecidesReply && exchange.eventType === "MESSAGE" && status >= 300) {
    throw new Failure("badGateway", `${functionArn} answered status ${status}`);
  }
  return { status, body: bodyOf(answer), headers: headersOf(answer) };
}

function objectOf(payload: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(payload);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function bodyOf(answer: JsonObject): string {
  const body = answer["body"];
  if (body === undefined || body === null) return "";
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return answer["isBase64Encoded"] === true ? Buffer.from(text, "base64").toString("utf8") : text;
}

function headersOf(answer: JsonObject): Readonly<Record<string, string>> {
  const headers = answer["headers"];
  if (!isObject(headers)) return {};
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
