import type {
  DeauthorizeConnectionCommandInput,
  DeauthorizeConnectionCommandOutput,
} from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { connectionResource } from "../connections/connection.ts";
import type { Connections } from "../connections/connections.ts";
import { presentChange } from "../connections/present.ts";

/** Takes the secret out of a connection, which stays and can have another. */
export const deauthorizeConnection: Operation<
  Connections,
  Wire<DeauthorizeConnectionCommandInput>,
  Wire<DeauthorizeConnectionCommandOutput>
> = {
  name: "DeauthorizeConnection",
  permissions: ({ Name }, { scope }) => [
    { action: "events:DeauthorizeConnection", resource: connectionResource(scope, Name) },
  ],
  run: (input, _call, connections) => {
    const connection = connections.get(input.Name);
    connections.deauthorize(connection);
    return presentChange(connection, "DEAUTHORIZING") as Wire<DeauthorizeConnectionCommandOutput>;
  },
};
