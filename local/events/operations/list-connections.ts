import type { ListConnectionsCommandInput, ListConnectionsCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Connections } from "../connections/connections.ts";
import { presentSummary } from "../connections/present.ts";
import { page } from "../pages.ts";

/** The account's connections in order of their names, by pages. */
export const listConnections: Operation<
  Connections,
  Wire<ListConnectionsCommandInput>,
  Wire<ListConnectionsCommandOutput>
> = {
  name: "ListConnections",
  permissions: () => [{ action: "events:ListConnections", resource: "*" }],
  run: (input, _call, connections) => {
    const { NamePrefix: prefix = "", ConnectionState: state } = input;
    const found = connections
      .all()
      .filter(({ name }) => name.startsWith(prefix))
      .filter((connection) => state === undefined || connection.state === state);
    const { items, next } = page(found, ({ name }) => name, input);
    return { Connections: items.map(presentSummary), ...next } as Wire<ListConnectionsCommandOutput>;
  },
};
