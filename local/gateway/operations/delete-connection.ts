import type {
  DeleteConnectionCommandInput,
  DeleteConnectionCommandOutput,
} from "@aws-sdk/client-apigatewaymanagementapi";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Gateway } from "../gateway.ts";
import { type Managed, managePermission, withConnection } from "../managed-connection.ts";

/** Closes a client's connection; `$disconnect` sees 1000, "Connection Closed Normally". */
export const deleteConnection: Operation<
  Gateway,
  Wire<DeleteConnectionCommandInput> & Managed,
  Wire<DeleteConnectionCommandOutput>
> = {
  name: "DeleteConnection",
  permissions: (input, gateway) => managePermission(gateway, "DELETE", input),
  run: (input, call, gateway) =>
    withConnection(gateway, "DELETE", input, call, (connection) => {
      gateway.close(connection, 1000);
      return {};
    }),
};
