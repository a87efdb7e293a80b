import { Table, type TableArgs } from "@pulumi/aws/dynamodb/table.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { Component, type Transform, transformed } from "./component.ts";

export interface PaymentsTableArgs {
  /** Changes to the resources inside. */
  transform?: { table?: Transform<TableArgs> };
}

/**
 * What was decided about each payment, by `paymentId`, so that a message which comes twice charges once. It holds no card.
 *
 * @example
 * ```ts
 * const payments = new PaymentsTable("payments");
 * ```
 */
export class PaymentsTable extends Component {
  readonly nodes: { readonly table: Table };
  readonly tableName: Output<string>;
  readonly tableArn: Output<string>;

  constructor(name: string, args: PaymentsTableArgs = {}, options?: ComponentResourceOptions) {
    super("PaymentsTable", name, options);
    const table = new Table(
      ...transformed(
        args.transform?.table,
        name,
        {
          billingMode: "PAY_PER_REQUEST",
          hashKey: "paymentId",
          attributes: [{ name: "paymentId", type: "S" }],
          ttl: { attributeName: "ttl", enabled: true },
          pointInTimeRecovery: { enabled: true },
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
