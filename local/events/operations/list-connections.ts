import type { ListConnectionsCommandInput, ListConnectionsCommandOutput } from "@aws-sdk/client-eventbridge";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Connections } from "../connections/connections.ts";
import { presentSummary } from "../connections/present.ts";
import { constraint } from "../errors.ts";

/** The account's connections in order of their names, by pages. */
export const listConnections: Operation<
  Connections,
  Wire<ListConnectionsCommandInput>,
  Wire<ListConnectionsCommandOutput>
> = {
  name: "ListConnections",
  permissions: () => [{ action: "events:ListConnections", resource: "*" }],
  run: (
    { NamePrefix: prefix = "", ConnectionState: state, NextToken: token, Limit: limit = 100 },
    _call,
    connections,
  ) => {
    if (limit < 1 || limit > 100) {
      throw constraint(String(limit), "limit", "have value between 1 and 100");
    }
    const after = token === undefined ? "" : Buffer.from(token, "base64").toString();
    const found = connections
      .all()
      .filter(({ name }) => name.startsWith(prefix) && name > after)
      .filter((connection) => state === undefined || connection.state === state);
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return {
      Connections: page.map(presentSummary),
      ...(last === undefined ? {} : { NextToken: Buffer.from(last.name).toString("base64") }),
    } as Wire<ListConnectionsCommandOutput>;
  },
};
