import type { Authorizer } from "@aws-sdk/client-apigatewayv2";
import type { Caller } from "../aws/caller.ts";
import { hashMapOrder } from "../java-hash.ts";
import { isObject, type Json, type JsonObject, parseObject, type Wire } from "../json.ts";
import type { Environment } from "../module.ts";
import { judgePolicy, policyFault, type Verdict } from "./authorizer-policy.ts";
import type { Exchange } from "./exchange.ts";
import { Failure } from "./failure.ts";
import { assumeRole, PRINCIPAL } from "./integrations/caller.ts";
import { errorMessageOf, functionOf, invokeFunction } from "./integrations/function-target.ts";
import { compileSource } from "./integrations/parameter-mapping.ts";
import { authorizerEvent } from "./lambda-event.ts";

/** An authorizer has to answer within this time [recall]. */
const AUTHORIZER_TIMEOUT = 10_000;

/** The longest answer, in bytes (DG/apigateway-execution-service-websocket-limits-table); that a longer one is refused like a malformed one is [inferred]. */
const LONGEST_ANSWER = 8 * 1024;

/** Of the event, but no identity: AWS answers 401 where they are named as sources (radkawar/stackd, measured there). */
const NO_IDENTITY = new Set(["context.eventType", "context.messageDirection"]);

const DENIALS: Readonly<Record<Exclude<Verdict, "allowed">, string>> = {
  denied: "User is not authorized to access this resource with an explicit deny in an identity-based policy",
  unmentioned:
    "User is not authorized to access this resource because no identity-based policy allows the execute-api:Invoke action",
};

/**
 * A REQUEST authorizer: its identity sources, its function, its policy, its context
 * (DG/apigateway-websocket-api-lambda-auth).
 *
 * @returns what the connection keeps of the answer, as texts.
 * @throws Failure with the handshake's status.
 */
export async function askAuthorizer(
  exchange: Exchange,
  authorizer: Wire<Authorizer>,
  environment: Environment,
): Promise<Readonly<Record<string, string>>> {
  const name = `authorizer ${authorizer.Name}`;
  for (const source of authorizer.IdentitySource ?? []) {
    const value = NO_IDENTITY.has(source) ? undefined : compileSource(source, name)(exchange);
    if (value === undefined || value === "")
      throw new Failure("unauthorized", `${name} needs ${source}, which the handshake lacks`);
  }
  const started = environment.clock.now();
  const payload = await invoke(exchange, authorizer, environment, name);
  exchange.report.authorizerLatency = environment.clock.now() - started;
  const { policyDocument, isAuthorized, context, principalId, usageIdentifierKey } = parseAnswer(payload, name);
  if (!isObject(policyDocument) || isAuthorized !== undefined) {
    throw misconfigured(`${name} answered ${payload.slice(0, 200)}: it needs a policyDocument, and no isAuthorized`);
  }
  const fault = policyFault(policyDocument);
  if (fault !== undefined) throw misconfigured(`${name} answered a policy with ${fault}: ${payload.slice(0, 200)}`);
  if (typeof usageIdentifierKey === "string") exchange.usageIdentifier = usageIdentifierKey;
  const kept = texts({ ...principal(principalId, name), ...contextOf(context, name) }, name);
  const resource = exchange.stage.executionArn("$connect");
  const verdict = judgePolicy(policyDocument, "execute-api:Invoke", resource);
  if (verdict !== "allowed") {
    const why = `the policy of ${name} does not allow execute-api:Invoke on ${resource}`;
    throw new Failure("forbidden", why, { frame: DENIALS[verdict] });
  }
  return kept;
}

/** An answer that is none: 500, and unlike other failures it has no text of its own, as in REST APIs. */
function misconfigured(why: string): Failure {
  return new Failure("authorizerAnswer", why);
}

async function invoke(
  exchange: Exchange,
  authorizer: Wire<Authorizer>,
  environment: Environment,
  name: string,
): Promise<string> {
  const functionArn = functionOf(authorizer.AuthorizerUri ?? "");
  if (functionArn === undefined)
    throw new Failure("authorizer", `${name} names no Lambda function: ${authorizer.AuthorizerUri}`);
  const { region, account, partition } = environment.scope;
  const caller: Caller =
    authorizer.AuthorizerCredentialsArn === undefined
      ? {
          kind: "service",
          principal: PRINCIPAL,
          sourceArn: `arn:${partition}:execute-api:${region}:${account}:${exchange.connection.apiId}/authorizers/${authorizer.AuthorizerId}`,
          sourceAccount: account,
        }
      : assumeRole(environment, authorizer.AuthorizerCredentialsArn);
  const event = authorizerEvent(exchange, exchange.stage.executionArn("$connect"));
  const asked = invokeFunction(environment, functionArn, event, { caller, exchange });
  const { payload, failed } = await inTime(asked, environment, name);
  if (!failed) return payload;
  const message = errorMessageOf(payload);
  if (message === "Unauthorized") throw new Failure("unauthorized", `${name} said Unauthorized`);
  throw new Failure("authorizer", `${name} failed: ${message}`);
}

async function inTime<T>(asked: Promise<T>, { clock }: Environment, name: string): Promise<T> {
  let timer: { cancel(): void } | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    const fail = (): void => reject(new Failure("authorizer", `${name} took longer than ${AUTHORIZER_TIMEOUT} ms`));
    timer = clock.after(AUTHORIZER_TIMEOUT, fail, "deadline");
  });
  try {
    return await Promise.race([asked, expired]);
  } finally {
    timer?.cancel();
    asked.catch(() => undefined);
  }
}

function parseAnswer(payload: string, name: string): JsonObject {
  if (Buffer.byteLength(payload) > LONGEST_ANSWER) {
    throw misconfigured(`${name} answered more than ${LONGEST_ANSWER} bytes: keep its context small`);
  }
  const answer = parseObject(payload);
  if (answer === undefined) throw misconfigured(`${name} answered ${payload.slice(0, 200)}, which is no object`);
  return answer;
}

/** Unlike in REST APIs the principal may be missing, or a number. */
function principal(principalId: Json | undefined, name: string): JsonObject {
  if (principalId === undefined || principalId === null) return {};
  if (typeof principalId === "string" || typeof principalId === "number") return { principalId };
  throw misconfigured(`the principalId of ${name} is neither text nor number`);
}

function contextOf(context: Json | undefined, name: string): JsonObject {
  if (context === undefined || context === null) return {};
  if (!isObject(context)) throw misconfigured(`the context of ${name} is no object`);
  return context;
}

/** Values, which must be scalars, become texts: `1` is `"1"`, `true` is `"true"`. Nulls are dropped. */
function texts(values: JsonObject, name: string): Readonly<Record<string, string>> {
  const entries = Object.entries(values).flatMap(([key, value]): [string, string][] => {
    if (value === null || value === undefined) return [];
    if (typeof value === "object") {
      throw misconfigured(`the context of ${name} holds ${key}, which is neither text nor number nor boolean`);
    }
    return [[key, String(value)]];
  });
  return Object.fromEntries(hashMapOrder(entries));
}
