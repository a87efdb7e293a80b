import { Activity } from "@pulumi/aws/sfn/activity.js";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { foodDelivery } from "../../statemachines/food-delivery.ts";
import { Component } from "../component.ts";
import { logicalName } from "../naming.ts";
import type { Notifications } from "../notifications.ts";
import type { OrdersTable } from "../orders-table.ts";
import { StateMachine } from "../state-machine.ts";
import { updateItem } from "../websocket/integrations/dynamodb.ts";
import { startExecution } from "../websocket/integrations/step-functions.ts";
import { WebSocketRoute } from "../websocket/route.ts";
import { bodyJson, bodyText, context } from "../websocket/templates.ts";
import { type Common, connectionsOf } from "./common.ts";

export interface FoodDeliveryArgs extends Common {
  readonly orders: OrdersTable;
  readonly notifications: Notifications;
}

const text = { type: "string", minLength: 1 } as const;

/** What `sendOrder` takes (JSON Schema, draft 4). */
const SEND_ORDER = {
  $schema: "http://json-schema.org/draft-04/schema#",
  title: "sendOrder",
  type: "object",
  properties: { action: text, orderDetails: text, customerId: text, restaurantDetails: text },
  required: ["action", "orderDetails", "customerId", "restaurantDetails"],
} as const;

/** What `claimOrder` takes. */
const CLAIM_ORDER = {
  $schema: "http://json-schema.org/draft-04/schema#",
  title: "claimOrder",
  type: "object",
  properties: { action: text, orderId: text },
  required: ["action", "orderId"],
} as const;

/**
 * Food, from the order to the door (reference 000): route `sendOrder`, its workflow, and the three activities at which people
 * work. `claimOrder` moves an order to the connection that sends it, so that who reconnects goes on being told; the order's
 * id, the last part of `executionArn`, is known to nobody else.
 *
 * @example
 * ```ts
 * const food = new FoodDelivery("food-delivery", { api, account, settings, orders, notifications });
 * ```
 */
export class FoodDelivery extends Component {
  readonly nodes: FoodDeliveryNodes;
  readonly routes: readonly WebSocketRoute[];
  readonly stateMachineArn: Output<string>;
  readonly prepareFoodActivityArn: Output<string>;
  readonly findDeliveryPartnerActivityArn: Output<string>;
  readonly deliveryStatusActivityArn: Output<string>;

  constructor(name: string, args: FoodDeliveryArgs, options?: ComponentResourceOptions) {
    super("FoodDelivery", name, {}, options);
    const { api, account, settings } = args;
    const parent = { parent: this };
    const ordersTable = { name: args.orders.tableName, arn: args.orders.tableArn };
    const activity = (suffix: string) => new Activity(logicalName("activity", `${name}-${suffix}`), {}, parent);
    const prepareFood = activity("prepare-food");
    const findDeliveryPartner = activity("find-delivery-partner");
    const deliveryStatus = activity("delivery-status");
    const stateMachine = new StateMachine(
      name,
      {
        account,
        definition: foodDelivery,
        refs: {
          connections: connectionsOf(api),
          ordersTable,
          topic: { arn: args.notifications.topicArn },
          prepareFood: { arn: prepareFood.arn },
          findDeliveryPartner: { arn: findDeliveryPartner.arn },
          deliveryStatus: { arn: deliveryStatus.arn },
          orderRetentionDays: settings.orderRetentionDays,
        },
        logRetentionDays: settings.logRetentionDays,
      },
      parent,
    );
    const sendOrder = new WebSocketRoute(
      `${name}-send`,
      {
        api,
        account,
        routeKey: "sendOrder",
        model: { name: "sendOrder", schema: SEND_ORDER },
        integration: startExecution({
          stateMachineArn: stateMachine.stateMachineArn,
          input: {
            orderDetails: bodyJson("$.orderDetails"),
            customerId: bodyJson("$.customerId"),
            restaurantDetails: bodyJson("$.restaurantDetails"),
            connectionId: context("connectionId"),
          },
        }),
      },
      parent,
    );
    const claimOrder = new WebSocketRoute(
      `${name}-claim`,
      {
        api,
        account,
        routeKey: "claimOrder",
        model: { name: "claimOrder", schema: CLAIM_ORDER },
        integration: updateItem({
          table: ordersTable,
          key: { orderId: { S: bodyText("$.orderId") } },
          update: "SET connectionId = :connection",
          condition: "attribute_exists(orderId)",
          values: { ":connection": { S: context("connectionId") } },
          responses: [
            { key: "/200/", template: { message: "The order is yours: its news come to this connection." } },
            { key: "$default", template: { message: "There is no such order." } },
          ],
        }),
      },
      parent,
    );
    this.nodes = { stateMachine, prepareFood, findDeliveryPartner, deliveryStatus };
    this.routes = [sendOrder, claimOrder];
    this.stateMachineArn = stateMachine.stateMachineArn;
    this.prepareFoodActivityArn = prepareFood.arn;
    this.findDeliveryPartnerActivityArn = findDeliveryPartner.arn;
    this.deliveryStatusActivityArn = deliveryStatus.arn;
    this.registerOutputs({ stateMachineArn: this.stateMachineArn });
  }
}

export interface FoodDeliveryNodes {
  readonly stateMachine: StateMachine<object>;
  readonly prepareFood: Activity;
  readonly findDeliveryPartner: Activity;
  readonly deliveryStatus: Activity;
}
