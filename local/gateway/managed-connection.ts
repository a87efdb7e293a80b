import type { Permission } from "../aws/service.ts";
import type { Connection } from "./connection.ts";
import { badRequest, forbidden, gone } from "./errors.ts";
import type { Gateway } from "./gateway.ts";
import { isConnectionId } from "./ids.ts";

/** What the management operations are told besides the SDK's own members: the host and path of the request on AWS. */
export interface Managed {
  readonly ApiId?: string;
  readonly Stage?: string;
  readonly ConnectionId?: string | undefined;
}

/**
 * The connection a request is about.
 *
 * @throws AwsError 403 for an unknown stage, 400 for what is no connection id, 410 for one that is gone.
 */
export function managedConnection(
  gateway: Gateway,
  { ApiId = "", Stage = "", ConnectionId = "" }: Managed,
): Connection {
  if (!gateway.stages.exists(ApiId, Stage)) throw forbidden();
  if (!isConnectionId(ConnectionId)) throw badRequest(`Invalid connectionId: ${ConnectionId}`);
  const connection = gateway.connections.find(ConnectionId);
  if (connection === undefined || connection.closed) throw gone();
  if (connection.apiId !== ApiId || connection.stage !== Stage) throw gone();
  return connection;
}

/** AWS checks a resource that ends in the literal `{connectionId}`, whatever the id is (websocket-api.md §8.2). */
export function managePermission(gateway: Gateway, method: "POST" | "GET" | "DELETE", input: Managed): Permission[] {
  const { partition, region, account } = gateway.environment.scope;
  const api = `${input.ApiId ?? ""}/${input.Stage ?? ""}`;
  return [
    {
      action: "execute-api:ManageConnections",
      resource: `arn:${partition}:execute-api:${region}:${account}:${api}/${method}/@connections/{connectionId}`,
    },
  ];
}
