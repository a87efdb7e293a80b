import type { ConnectionState } from "@aws-sdk/client-eventbridge";
import { AwsError } from "../../aws/error.ts";
import type { Operation, Permission } from "../../aws/service.ts";
import type { JsonObject } from "../../json.ts";
import type { Connections } from "../connections/connections.ts";
import { type Credentials, credentialsOf } from "../connections/credentials.ts";

export interface ConnectionReference extends JsonObject {
  readonly connectionArn: string;
}

/**
 * What a Task needs to be allowed for a connection and its secret (DG/call-https-apis, IAM permissions). The secret of a
 * connection that is not there has no ARN.
 */
export function connectionPermissions({ connectionArn }: ConnectionReference, connections: Connections): Permission[] {
  const secretArn = connections.byArn(connectionArn)?.secretArn;
  const retrieve = { action: "events:RetrieveConnectionCredentials", resource: connectionArn };
  if (secretArn === undefined) return [retrieve];
  return [
    retrieve,
    { action: "secretsmanager:DescribeSecret", resource: secretArn },
    { action: "secretsmanager:GetSecretValue", resource: secretArn },
  ];
}

/**
 * What a connection adds to a request. No API of AWS's answers it: services ask for it in the name of a role, and errors are
 * named as Step Functions shows them behind `Events.ConnectionResource.` (DG/call-https-apis, Connection errors).
 */
export const retrieveConnectionCredentials: Operation<Connections, ConnectionReference, Credentials> = {
  name: "RetrieveConnectionCredentials",
  permissions: connectionPermissions,
  run: async ({ connectionArn }, _call, connections) => {
    const connection = connections.byArn(connectionArn);
    if (connection === undefined) throw new AwsError("ResourceNotFound", `Connection ${connectionArn} does not exist.`);
    await connections.refreshed(connection);
    if (connection.state !== "AUTHORIZED") throw unauthorized(connection.name, connection.state);
    return credentialsOf(connection);
  },
};

/** AWS's sentences are not known. */
function unauthorized(name: string, state: ConnectionState): AwsError {
  if (state === "AUTHORIZING") return new AwsError("AuthInProgress", `Connection ${name} is being authorized.`);
  return new AwsError("InvalidConnectionState", `Connection ${name} is in state ${state}.`);
}
