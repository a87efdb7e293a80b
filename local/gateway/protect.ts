import type { Authorizer } from "@aws-sdk/client-apigatewayv2";
import { type Caller, OWNER } from "../aws/caller.ts";
import { AwsError } from "../aws/error.ts";
import { credentialOf } from "../endpoint/signature.ts";
import { isObject, type Json, type JsonObject, type Wire } from "../json.ts";
import type { Environment } from "../module.ts";
import { policyAllows } from "./authorizer-policy.ts";
import type { CompiledRoute } from "./compiled-route.ts";
import type { Signer } from "./connection.ts";
import type { Exchange } from "./exchange.ts";
import { Failure } from "./failure.ts";
import { assumeRole, PRINCIPAL } from "./integrations/caller.ts";
import { errorMessageOf, functionOf, invokeFunction } from "./integrations/function-target.ts";
import { compileSource } from "./integrations/parameter-mapping.ts";
import { authorizerEvent } from "./lambda-event.ts";

/** An authorizer has to answer within this time [doc limits]. */
const AUTHORIZER_TIMEOUT = 10_000;

/**
 * Lets a handshake through its route's protection, and notes on the connection what it learned about the client.
 *
 * @throws Failure with the status of websocket-api.md §1.3.
 */
export async function protect(exchange: Exchange, route: CompiledRoute, environment: Environment): Promise<void> {
  const { protection } = route;
  switch (protection.kind) {
    case "none":
      return;
    case "iam":
      exchange.connection = { ...exchange.connection, signer: await checkSignature(exchange, environment) };
      return;
    case "authorizer":
      exchange.connection = {
        ...exchange.connection,
        authorizer: await askAuthorizer(exchange, protection.authorizer, environment),
      };
      return;
    default: {
      const never: never = protection;
      throw new Error(`unknown protection ${String(never)}`);
    }
  }
}

/** AWS_IAM: who signed, and whether that one may `execute-api:Invoke` here. The signature itself is not checked. */
async function checkSignature(exchange: Exchange, environment: Environment): Promise<Signer> {
  const { handshake, connection, hold, requestId } = exchange;
  const credential = handshake === undefined ? undefined : credentialOf(handshake.request.headers, handshake.search);
  if (credential === undefined) {
    throw new Failure("forbidden", "the route $connect needs a signed handshake (AWS_IAM, service execute-api)");
  }
  const caller: Caller = environment.aws.resolveCredentials(credential.accessKeyId)?.caller ?? OWNER;
  try {
    const input = { ApiId: connection.apiId, Stage: connection.stage, RouteKey: exchange.routeKey };
    await environment.aws.call("execute-api", "Invoke", input, { caller, parent: { caller, hold, requestId } });
  } catch (error) {
    if (error instanceof AwsError) throw new Failure("forbidden", error.message);
    throw error;
  }
  const { partition, account } = environment.scope;
  const userArn = caller.kind === "role" ? sessionArn(caller) : `arn:${partition}:iam::${account}:root`;
  return { accessKey: credential.accessKeyId, accountId: account, userArn };
}

function sessionArn({ roleArn, sessionName }: Extract<Caller, { kind: "role" }>): string {
  const name = roleArn.slice(roleArn.lastIndexOf("/") + 1);
  return `${roleArn.replace(":iam:", ":sts:").replace(/:role\/.*$/, "")}:assumed-role/${name}/${sessionName}`;
}

/** A REQUEST authorizer: its identity sources, its function, its policy, its context (websocket-api.md §7). */
async function askAuthorizer(
  exchange: Exchange,
  authorizer: Wire<Authorizer>,
  environment: Environment,
): Promise<Readonly<Record<string, string>>> {
  const name = `authorizer ${authorizer.Name}`;
  for (const source of authorizer.IdentitySource ?? []) {
    const value = compileSource(source, name)(exchange);
    if (value === undefined || value === "")
      throw new Failure("unauthorized", `${name} needs ${source}, which the handshake lacks`);
  }
  const started = environment.clock.now();
  const payload = await invoke(exchange, authorizer, environment, name);
  exchange.report.authorizerLatency = environment.clock.now() - started;
  const answer = parseAnswer(payload, name);
  const { principalId, policyDocument, context } = answer;
  if (typeof principalId !== "string" || !isObject(policyDocument)) {
    throw new Failure("internal", `${name} answered ${payload.slice(0, 200)}: it needs principalId and policyDocument`);
  }
  const resource = exchange.stage.executionArn("$connect");
  if (!policyAllows(policyDocument, "execute-api:Invoke", resource)) {
    throw new Failure("forbidden", `the policy of ${name} does not allow execute-api:Invoke on ${resource}`);
  }
  return { principalId, ...texts(context, name) };
}

async function invoke(
  exchange: Exchange,
  authorizer: Wire<Authorizer>,
  environment: Environment,
  name: string,
): Promise<string> {
  const functionArn = functionOf(authorizer.AuthorizerUri ?? "");
  if (functionArn === undefined)
    throw new Failure("internal", `${name} names no Lambda function: ${authorizer.AuthorizerUri}`);
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
  throw new Failure("internal", `${name} failed: ${message}`);
}

async function inTime<T>(asked: Promise<T>, { clock }: Environment, name: string): Promise<T> {
  let timer: { cancel(): void } | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    const fail = (): void => reject(new Failure("internal", `${name} took longer than ${AUTHORIZER_TIMEOUT} ms`));
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
  try {
    const answer: unknown = JSON.parse(payload);
    if (isObject(answer)) return answer;
  } catch {
    // Reported below, as any other answer that is no object.
  }
  throw new Failure("internal", `${name} answered ${payload.slice(0, 200)}, which is no object`);
}

/** The context's values, which must be scalars, become texts: `1` is `"1"`, `true` is `"true"`. */
function texts(context: Json | undefined, name: string): Readonly<Record<string, string>> {
  if (context === undefined || context === null) return {};
  if (!isObject(context)) throw new Failure("internal", `the context of ${name} is no object`);
  const entries = Object.entries(context).flatMap(([key, value]): [string, string][] => {
    if (value === null || value === undefined) return [];
    if (typeof value === "object") {
      throw new Failure(
        "internal",
        `the context of ${name} holds ${key}, which is neither text nor number nor boolean`,
      );
    }
    return [[key, String(value)]];
  });
  return Object.fromEntries(entries);
}
