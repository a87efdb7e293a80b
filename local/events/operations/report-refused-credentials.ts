import type { Operation } from "../../aws/service.ts";
import type { Connections } from "../connections/connections.ts";
import { type ConnectionReference, connectionPermissions } from "./retrieve-connection-credentials.ts";

/** What an endpoint answered. */
interface Refusal extends ConnectionReference {
  /** 401 or 407. */
  readonly status: number;
}

/**
 * Tells that an endpoint refused a connection's credentials, upon which EventBridge gets a new token
 * (EBUG/eb-target-connection-auth). No API of AWS's takes it.
 */
export const reportRefusedCredentials: Operation<Connections, Refusal, object> = {
  name: "ReportRefusedCredentials",
  permissions: connectionPermissions,
  run: ({ connectionArn, status }, _call, connections) => {
    const connection = connections.byArn(connectionArn);
    if (connection !== undefined) connections.refused(connection, status);
    return {};
  },
};
