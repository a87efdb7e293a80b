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
  /** Where an order is kept, and found again by who claims it. */
  readonly orders: OrdersTable;
  /** Where orders are announced. */
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
    super("FoodDelivery", name, options);
    const parent = { parent: this };
    const activity = (suffix: string) => new Activity(logicalName("activity", `${name}-${suffix}`), {}, parent);
    const prepareFood = activity("prepare-food");
    const findDeliveryPartner = activity("find-delivery-partner");
    const deliveryStatus = activity("delivery-status");
    const stateMachine = workflow(name, args, { prepareFood, findDeliveryPartner, deliveryStatus }, this);
    this.nodes = { stateMachine, prepareFood, findDeliveryPartner, deliveryStatus };
    this.routes = [sendOrder(name, args, stateMachine, this), claimOrder(name, args, this)];
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

type Activities = Pick<FoodDeliveryNodes, "prepareFood" | "findDeliveryPartner" | "deliveryStatus">;

function tableOf({ orders }: FoodDeliveryArgs) {
  return { name: orders.tableName, arn: orders.tableArn };
}

function workflow(name: string, args: FoodDeliveryArgs, activities: Activities, parent: FoodDelivery) {
  const { api, account, settings, notifications } = args;
  return new StateMachine(
    name,
    {
      account,
      definition: foodDelivery,
      refs: {
        connections: connectionsOf(api),
        ordersTable: tableOf(args),
        topic: { arn: notifications.topicArn },
        prepareFood: { arn: activities.prepareFood.arn },
        findDeliveryPartner: { arn: activities.findDeliveryPartner.arn },
        deliveryStatus: { arn: activities.deliveryStatus.arn },
        orderRetentionDays: settings.orderRetentionDays,
      },
      logRetentionDays: settings.logRetentionDays,
    },
    { parent },
  );
}

function sendOrder(name: string, args: FoodDeliveryArgs, machine: StateMachine<object>, parent: FoodDelivery) {
  const integration = startExecution({
    stateMachineArn: machine.stateMachineArn,
    input: {
      orderDetails: bodyJson("$.orderDetails"),
      customerId: bodyJson("$.customerId"),
      restaurantDetails: bodyJson("$.restaurantDetails"),
      connectionId: context("connectionId"),
    },
  });
  const { api, account } = args;
  const model = { name: "sendOrder", schema: SEND_ORDER };
  return new WebSocketRoute(`${name}-send`, { api, account, routeKey: "sendOrder", model, integration }, { parent });
}

function claimOrder(name: string, args: FoodDeliveryArgs, parent: FoodDelivery) {
  const integration = updateItem({
    table: tableOf(args),
    key: { orderId: { S: bodyText("$.orderId") } },
    update: "SET connectionId = :connection",
    condition: "attribute_exists(orderId)",
    values: { ":connection": { S: context("connectionId") } },
    responses: [
      { key: "/200/", template: { message: "The order is yours: its news come to this connection." } },
      { key: "/400/", template: { message: "There is no such order." } },
      { key: "$default", template: { message: "The order could not be claimed just now: try again." } },
    ],
  });
  const { api, account } = args;
  const model = { name: "claimOrder", schema: CLAIM_ORDER };
  return new WebSocketRoute(`${name}-claim`, { api, account, routeKey: "claimOrder", model, integration }, { parent });
}
