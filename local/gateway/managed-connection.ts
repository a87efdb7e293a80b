import { AwsError } from "../aws/error.ts";
import type { Call, Permission } from "../aws/service.ts";
import type { Connection } from "./connection.ts";
import { badRequest, forbidden, gone } from "./errors.ts";
import type { Gateway } from "./gateway.ts";
import { isConnectionId } from "./ids.ts";
import { logManagement, type ManagementRequest } from "./management-log.ts";

/** What the management operations are told besides the SDK's own members: the host and path of the request on AWS. */
export interface Managed {
  readonly ApiId?: string;
  readonly Stage?: string;
  readonly ConnectionId?: string | undefined;
  /** Of the client of the management API, for the stage's logs. */
  readonly SourceIp?: string;
  readonly UserAgent?: string | undefined;
}

/**
 * Does something with the connection a request is about, and tells the stage's logs. Any stage of the API reaches it:
 * the stage in the path only decides who may.
 *
 * @throws AwsError 403 for an unknown stage, 400 for what is no connection id, 410 for one that is gone.
 */
export function withConnection<T>(
  gateway: Gateway,
  method: ManagementRequest["method"],
  target: Managed,
  { requestId }: Call,
  run: (connection: Connection) => T,
): T {
  try {
    const result = run(managedConnection(gateway, target));
    logManagement(gateway, { method, target, requestId });
    return result;
  } catch (error) {
    if (error instanceof AwsError) logManagement(gateway, { method, target, requestId, refused: error });
    throw error;
  }
}

function managedConnection(gateway: Gateway, { ApiId = "", Stage = "", ConnectionId = "" }: Managed): Connection {
  if (!gateway.stages.exists(ApiId, Stage)) throw forbidden();
  if (!isConnectionId(ConnectionId)) throw badRequest(`Invalid connectionId: ${ConnectionId}`);
  const connection = gateway.connections.find(ConnectionId);
  if (connection === undefined || connection.closed) throw gone();
  if (connection.apiId !== ApiId) throw gone();
  return connection;
}

/** AWS checks a resource that ends in the literal `{connectionId}`, whatever the id is (aws/aws-cdk#18410). */
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
