import type { Input, Output } from "@pulumi/pulumi";
import type { Account } from "./account.ts";
import type { SessionsTable } from "./sessions-table.ts";
import type { WebSocketApi } from "./websocket/api.ts";
import { deleteItem, putItem, type TableReference } from "./websocket/integrations/dynamodb.ts";
import { WebSocketRoute } from "./websocket/route.ts";
import {
  connectedAt,
  context,
  epochSeconds,
  type HeaderProof,
  parameter,
  parameters,
  type Template,
  trustedHeader,
} from "./websocket/templates.ts";

/** The header in which the edge hands on the path that the client asked for. */
export const PATH_HEADER = "ws-uri";
/** The header by which the edge proves that it is the edge. */
export const PROOF_HEADER = "x-edge-proof";

export interface SessionRoutesArgs {
  api: WebSocketApi;
  account: Input<Account>;
  table: SessionsTable;
  /** Hours until DynamoDB forgets a session that never disconnected. */
  sessionHours: number;
  /** The secret that only the edge knows; absent while there is no edge, and then every path is `/`. */
  edgeSecret?: Output<string>;
}

/**
 * `$connect` and `$disconnect`: API Gateway keeps the sessions itself. The item has `connectionId`, `domainName`, `stage`,
 * `path`, `headers` and `querystring` (maps), `connectedAt` (milliseconds) and `ttl` (seconds). A write that fails fails
 * the handshake: only status 200 has an integration response.
 */
export function sessionRoutes(args: SessionRoutesArgs): readonly WebSocketRoute[] {
  const { api, account, edgeSecret } = args;
  const table: TableReference = { name: args.table.tableName, arn: args.table.tableArn };
  const connect = new WebSocketRoute("connect", {
    api,
    account,
    routeKey: "$connect",
    integration: putItem({
      table,
      item: {
        connectionId: { S: context("connectionId") },
        domainName: { S: context("domainName") },
        stage: { S: context("stage") },
        path: { S: path(edgeSecret && { header: PROOF_HEADER, secret: edgeSecret }) },
        headers: { M: parameters("header", { S: parameter() }, [PROOF_HEADER]) },
        querystring: { M: parameters("querystring", { S: parameter() }) },
        connectedAt: { N: connectedAt() },
        ttl: { N: epochSeconds(args.sessionHours * 3600, "text") },
      },
      responses: [{ key: "/200/" }],
    }),
  });
  const disconnect = new WebSocketRoute("disconnect", {
    api,
    account,
    routeKey: "$disconnect",
    reply: false,
    integration: deleteItem({
      table,
      key: { connectionId: { S: context("connectionId") } },
      responses: [{ key: "$default" }],
    }),
  });
  return [connect, disconnect];
}

/** Only the edge can tell a path: the API itself has none, and a header or parameter that a client sends is worth nothing. */
function path(proof: HeaderProof | undefined): Template {
  return proof === undefined ? "/" : trustedHeader([PATH_HEADER], proof, "/");
}
