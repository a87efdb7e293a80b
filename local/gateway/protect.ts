import { type Caller, OWNER } from "../aws/caller.ts";
import { AwsError } from "../aws/error.ts";
import { credentialOf } from "../endpoint/signature.ts";
import type { Environment } from "../module.ts";
import { askAuthorizer } from "./authorizer.ts";
import type { CompiledRoute } from "./compiled-route.ts";
import type { Signer } from "./connection.ts";
import type { Exchange } from "./exchange.ts";
import { Failure } from "./failure.ts";

/**
 * Lets a handshake through its route's protection, and notes on the connection what it learned about the client.
 *
 * @throws Failure with the handshake's status.
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
    throw new Failure("unsigned", "the route $connect needs a signed handshake (AWS_IAM, service execute-api)");
  }
  const caller: Caller = environment.aws.resolveCredentials(credential.accessKeyId)?.caller ?? OWNER;
  const parent = { caller, hold, requestId };
  try {
    const input = { ApiId: connection.apiId, Stage: connection.stage, RouteKey: exchange.routeKey };
    await environment.aws.call("execute-api", "Invoke", input, { caller, parent });
  } catch (error) {
    if (error instanceof AwsError) throw new Failure("notAllowed", error.message);
    throw error;
  }
  const { Arn, UserId, Account } = await environment.aws.call("sts", "GetCallerIdentity", {}, { caller, parent });
  return {
    accessKey: credential.accessKeyId,
    accountId: String(Account),
    userArn: String(Arn),
    userId: String(UserId),
  };
}
