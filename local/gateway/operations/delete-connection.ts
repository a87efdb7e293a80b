import type {
  DeleteConnectionCommandInput,
  DeleteConnectionCommandOutput,
} from "@aws-sdk/client-apigatewaymanagementapi";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Gateway } from "../gateway.ts";
import { type Managed, managedConnection, managePermission } from "../managed-connection.ts";

/** Closes a client's connection; `$disconnect` sees 1000, "Connection Closed Normally". */
export const deleteConnection: Operation<
  Gateway,
  Wire<DeleteConnectionCommandInput> & Managed,
  Wire<DeleteConnectionCommandOutput>
> = {
  name: "DeleteConnection",
  permissions: (input, gateway) => managePermission(gateway, "DELETE", input),
  run: (input, _call, gateway) => {
    gateway.close(managedConnection(gateway, input), 1000);
    return {};
  },
};
