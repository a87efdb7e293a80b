import type { DeleteConnectionCommandInput, DeleteConnectionCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { connectionResource, secretResource } from "../connections/connection.ts";
import type { Connections } from "../connections/connections.ts";
import { presentChange } from "../connections/present.ts";

/** Removes a connection and its secret. */
export const deleteConnection: Operation<
  Connections,
  Wire<DeleteConnectionCommandInput>,
  Wire<DeleteConnectionCommandOutput>
> = {
  name: "DeleteConnection",
  permissions: ({ Name }, { scope }) => [
    { action: "events:DeleteConnection", resource: connectionResource(scope, Name) },
    { action: "secretsmanager:DeleteSecret", resource: secretResource(scope, Name) },
  ],
  run: (input, _call, connections) => {
    const connection = connections.get(input.Name);
    connections.delete(connection);
    return presentChange(connection, "DELETING") as Wire<DeleteConnectionCommandOutput>;
  },
};
