import { Table, type TableArgs } from "@pulumi/aws/dynamodb/table.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { Component, type Transform, transformed } from "./component.ts";

export interface SessionsTableArgs {
  /**
   * Continuous backups, which allow to restore any second of the last 35 days. Sessions are worth nothing after a day.
   *
   * @default false
   * @example
   * ```ts
   * { pointInTimeRecovery: true }
   * ```
   */
  pointInTimeRecovery?: boolean;
  /** Changes to the resources inside. */
  transform?: { table?: Transform<TableArgs> };
}

/**
 * The sessions that are open: one item per connection, written by API Gateway itself on `$connect` and deleted on
 * `$disconnect`. DynamoDB forgets what `$disconnect` missed when the item's `ttl` (epoch seconds) has passed.
 *
 * @example
 * ```ts
 * const sessions = new SessionsTable("sessions");
 * ```
 */
export class SessionsTable extends Component {
  readonly nodes: { readonly table: Table };
  readonly tableName: Output<string>;
  readonly tableArn: Output<string>;

  constructor(name: string, args: SessionsTableArgs = {}, options?: ComponentResourceOptions) {
    super("SessionsTable", name, options);
    const table = new Table(
      ...transformed(
        args.transform?.table,
        name,
        {
          billingMode: "PAY_PER_REQUEST",
          hashKey: "connectionId",
          attributes: [{ name: "connectionId", type: "S" }],
          ttl: { attributeName: "ttl", enabled: true },
          pointInTimeRecovery: { enabled: args.pointInTimeRecovery ?? false },
        },
        { parent: this },
      ),
    );
    this.nodes = { table };
    this.tableName = table.name;
    this.tableArn = table.arn;
    this.registerOutputs({ tableName: this.tableName, tableArn: this.tableArn });
  }
}
