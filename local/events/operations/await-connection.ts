import type { Operation } from "../../aws/service.ts";
import type { Connections } from "../connections/connections.ts";
import { type ConnectionReference, connectionPermissions } from "./retrieve-connection-credentials.ts";

/**
 * Waits until a connection's authorization server has answered, as the Terraform provider waits for a new connection to be
 * authorized or deauthorized. No API of AWS's has it.
 */
export const awaitConnection: Operation<Connections, ConnectionReference, object> = {
  name: "AwaitConnection",
  permissions: connectionPermissions,
  run: async ({ connectionArn }, _call, connections) => {
    const connection = connections.byArn(connectionArn);
    if (connection !== undefined) await connections.settled(connection);
    return {};
  },
};
