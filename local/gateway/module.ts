import { AwsError } from "../aws/error.ts";
import { defineService } from "../aws/service.ts";
import type { CreateModule, Environment, Module } from "../module.ts";
import { accountHandlers } from "../provider/resources/apigateway.ts";
import { apiHandlers } from "../provider/resources/apigatewayv2.ts";
import { Account } from "./account.ts";
import { ACCOUNT_OPERATIONS } from "./account-operations.ts";
import { alphabetical } from "./alphabetical.ts";
import { Apis } from "./apis.ts";
import { OPERATIONS } from "./control-operations.ts";
import { ACCOUNT_WIRE, CONTROL_WIRE } from "./control-wire.ts";
import { Gateway } from "./gateway.ts";
import { takeHandshake } from "./handshake.ts";
import type { Fetch } from "./integrations/http.ts";
import { takeRequest } from "./management-http.ts";
import { deleteConnection } from "./operations/delete-connection.ts";
import { getConnection } from "./operations/get-connection.ts";
import { invoke } from "./operations/invoke.ts";
import { postToConnection } from "./operations/post-to-connection.ts";

/** API Gateway's WebSocket APIs: control plane, connections and their management. */
export const createGateway: CreateModule = (environment) => createGatewayWith(environment, fetch);

/**
 * The same with another way to reach HTTP backends.
 *
 * @param fetchUrl instead of the global `fetch`.
 */
export function createGatewayWith(environment: Environment, fetchUrl: Fetch): Module {
  const account = new Account(environment);
  const apis = new Apis(environment, account);
  const gateway = new Gateway(environment, apis, fetchUrl);
  // Refusals of the REST services are 403, unlike those of the JSON ones.
  const denied = (message: string): AwsError => new AwsError("AccessDeniedException", message, { status: 403 });
  return {
    services: [
      alphabetical(defineService({ id: "apigatewayv2", wire: CONTROL_WIRE, denied }, apis, OPERATIONS)),
      defineService({ id: "apigateway", wire: ACCOUNT_WIRE, denied }, account, ACCOUNT_OPERATIONS),
      defineService(
        // The management API is served as raw HTTP on the API's own paths: see management-http.ts.
        { id: "execute-api", wire: { protocol: "rest-json", signingName: "execute-api", routes: [] }, denied },
        gateway,
        [deleteConnection, getConnection, invoke, postToConnection],
      ),
    ],
    handlers: [...apiHandlers, ...accountHandlers],
    upgrade: (request, socket, head) => takeHandshake(gateway, request, socket, head),
    request: (request, response) => takeRequest(gateway, request, response),
    clean: () => gateway.clean(),
    stop: async () => gateway.stop(),
  };
}
