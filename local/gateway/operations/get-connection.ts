import type { GetConnectionCommandInput, GetConnectionCommandOutput } from "@aws-sdk/client-apigatewaymanagementapi";
import type { Operation } from "../../aws/service.ts";
import type { JsonObject, Wire } from "../../json.ts";
import type { Gateway } from "../gateway.ts";
import { type Managed, managePermission, withConnection } from "../managed-connection.ts";

type Output = Omit<Wire<GetConnectionCommandOutput>, "Identity"> & JsonObject;

/** Who a client is and when it was last heard of. Its members are in the order of AWS's answer. */
export const getConnection: Operation<Gateway, Wire<GetConnectionCommandInput> & Managed, Output> = {
  name: "GetConnection",
  permissions: (input, gateway) => managePermission(gateway, "GET", input),
  run: (input, call, gateway) =>
    withConnection(gateway, "GET", input, call, ({ sourceIp, userAgent, connectedAt, lastActiveAt }) => ({
      Identity: { SourceIp: sourceIp, UserAgent: userAgent ?? null },
      ConnectedAt: connectedAt / 1000,
      LastActiveAt: lastActiveAt / 1000,
    })),
};
