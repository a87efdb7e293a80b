import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { Component } from "../component.ts";
import { edgeSecret, PATH_HEADER, PROOF_HEADER } from "../edge.ts";
import { SessionsTable } from "../sessions-table.ts";
import { deleteItem, putItem, type TableReference } from "../websocket/integrations/dynamodb.ts";
import { WebSocketRoute } from "../websocket/route.ts";
import {
  connectedAt,
  context,
  epochSeconds,
  parameter,
  parameters,
  type Template,
  trustedHeader,
} from "../websocket/templates.ts";
import type { Common } from "./common.ts";

/**
 * Who is connected (reference 002): API Gateway itself writes a session on `$connect` and deletes it on `$disconnect`.
 *
 * An item has `connectionId`, `domainName`, `stage`, `path`, `headers` and `querystring` (maps of texts), `connectedAt`
 * (epoch milliseconds) and `ttl` (epoch seconds). A write that fails fails the handshake: only status 200 has an
 * integration response.
 *
 * @example
 * ```ts
 * const sessions = new Sessions("sessions", { api, account, settings });
 * ```
 */
export class Sessions extends Component {
  readonly nodes: {
    readonly table: SessionsTable;
    readonly connect: WebSocketRoute;
    readonly disconnect: WebSocketRoute;
  };
  readonly routes: readonly WebSocketRoute[];
  readonly tableName: Output<string>;
  /** What the edge has to prove itself by; undefined while `edge` is off, and then no path is believed. */
  readonly edgeSecret: Output<string> | undefined;

  constructor(name: string, { api, account, settings }: Common, options?: ComponentResourceOptions) {
    super("Sessions", name, options);
    const parent = { parent: this };
    const sessions = new SessionsTable(`${name}-table`, {}, parent);
    const table: TableReference = { name: sessions.tableName, arn: sessions.tableArn };
    const disconnect = new WebSocketRoute(
      `${name}-disconnect`,
      {
        api,
        account,
        routeKey: "$disconnect",
        reply: false,
        integration: deleteItem({
          table,
          key: { connectionId: { S: context("connectionId") } },
          responses: [{ key: "$default" }],
        }),
      },
      parent,
    );
    const { role } = disconnect.nodes;
    this.edgeSecret = settings.edge && role ? edgeSecret(role) : undefined;
    const connect = new WebSocketRoute(
      `${name}-connect`,
      {
        api,
        account,
        routeKey: "$connect",
        integration: putItem({
          table,
          item: {
            connectionId: { S: context("connectionId") },
            domainName: { S: context("domainName") },
            stage: { S: context("stage") },
            path: { S: path(this.edgeSecret) },
            headers: { M: parameters("header", { S: parameter() }, [PROOF_HEADER]) },
            querystring: { M: parameters("querystring", { S: parameter() }) },
            connectedAt: { N: connectedAt() },
            ttl: { N: epochSeconds(settings.sessionHours * 3600, "text") },
          },
          responses: [{ key: "/200/" }],
        }),
      },
      parent,
    );
    this.nodes = { table: sessions, connect, disconnect };
    this.routes = [connect, disconnect];
    this.tableName = sessions.tableName;
    this.registerOutputs({ tableName: this.tableName });
  }
}

/** Only the edge can tell a path: the API itself has none, and a header or parameter that a client sends is worth nothing. */
function path(secret: Output<string> | undefined): Template {
  return secret === undefined ? "/" : trustedHeader([PATH_HEADER], { header: PROOF_HEADER, secret }, "/");
}
