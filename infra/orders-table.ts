import { Table, type TableArgs } from "@pulumi/aws/dynamodb/table.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { Component, type Transform, transformed } from "./component.ts";

export interface OrdersTableArgs {
  /**
   * Continuous backups, which allow to restore any second of the last 35 days.
   *
   * @default true
   * @example
   * ```ts
   * { pointInTimeRecovery: false }
   * ```
   */
  pointInTimeRecovery?: boolean;
  /** Changes to the resources inside. */
  transform?: { table?: Transform<TableArgs> };
}

/**
 * The orders, by `orderId`. Their changes can be read from a stream with the item before and after each, and DynamoDB
 * forgets an order when its `ttl` (epoch seconds) has passed.
 *
 * @example
 * ```ts
 * const orders = new OrdersTable("orders");
 * ```
 */
export class OrdersTable extends Component {
  readonly nodes: { readonly table: Table };
  readonly tableName: Output<string>;
  readonly tableArn: Output<string>;

  constructor(name: string, args: OrdersTableArgs = {}, options?: ComponentResourceOptions) {
    super("OrdersTable", name, options);
    const table = new Table(
      ...transformed(
        args.transform?.table,
        name,
        {
          billingMode: "PAY_PER_REQUEST",
          hashKey: "orderId",
          attributes: [{ name: "orderId", type: "S" }],
          ttl: { attributeName: "ttl", enabled: true },
          streamEnabled: true,
          streamViewType: "NEW_AND_OLD_IMAGES",
          pointInTimeRecovery: { enabled: args.pointInTimeRecovery ?? true },
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
