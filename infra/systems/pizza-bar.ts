import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { pizzaOrder } from "../../statemachines/pizza-order.ts";
import { Component } from "../component.ts";
import { EventBus } from "../event-bus.ts";
import { LambdaFunction } from "../lambda-function.ts";
import type { OrdersTable } from "../orders-table.ts";
import { Queue } from "../queue.ts";
import { StateMachine } from "../state-machine.ts";
import type { Integration } from "../websocket/integration.ts";
import { startExecution } from "../websocket/integrations/step-functions.ts";
import { WebSocketRoute } from "../websocket/route.ts";
import { bodyJson, context } from "../websocket/templates.ts";
import type { Common } from "./common.ts";

export interface PizzaBarArgs extends Common {
  /** Where the newest status of an order is kept. */
  readonly orders: OrdersTable;
}

const text = { type: "string", minLength: 1 } as const;

/** What `orderPizza` takes (JSON Schema, draft 4). */
const ORDER_PIZZA = {
  $schema: "http://json-schema.org/draft-04/schema#",
  title: "orderPizza",
  type: "object",
  properties: {
    action: text,
    data: { type: "object", properties: { pizza: text, size: text }, required: ["pizza"] },
  },
  required: ["action", "data"],
} as const;

/**
 * The pizza bar (reference 003): route `orderPizza` starts a workflow that puts an event for every status on a bus of its own;
 * a rule hands the events to the notifier, which writes the Orders table and pushes to the customer.
 *
 * An event that the bus cannot hand over, and one that the notifier failed on three times, end in a dead-letter queue each.
 *
 * @example
 * ```ts
 * const pizza = new PizzaBar("pizza", { api, account, settings, orders });
 * ```
 */
export class PizzaBar extends Component {
  readonly nodes: PizzaBarNodes;
  readonly routes: readonly WebSocketRoute[];
  readonly stateMachineArn: Output<string>;
  readonly eventBusName: Output<string>;
  /** What `$default` does with `defaultRoute: pizza`: any JSON is an order. */
  readonly orderAnything: Integration;

  constructor(name: string, args: PizzaBarArgs, options?: ComponentResourceOptions) {
    super("PizzaBar", name, options);
    const { api, account, settings } = args;
    const { logRetentionDays } = settings;
    const parent = { parent: this };
    const undelivered = new Queue(`${name}-undelivered-events`, { retentionDays: 14 }, parent);
    const bus = new EventBus(`${name}-orders`, { deadLetters: undelivered, logRetentionDays }, parent);
    const failed = new Queue(`${name}-failed-events`, { retentionDays: 14 }, parent);
    const notifier = notifierFunction(name, args, failed, this);
    bus.toFunction("status", {
      pattern: { source: ["WebsocketEvent"], "detail-type": ["OrderStatusChangedEvent"] },
      target: notifier,
    });
    const stateMachine = new StateMachine(
      name,
      {
        account,
        definition: pizzaOrder,
        refs: { bus: { name: bus.busName, arn: bus.busArn }, waitSeconds: settings.waitSeconds },
        logRetentionDays,
      },
      parent,
    );
    const order = (data: string) =>
      startExecution({
        stateMachineArn: stateMachine.stateMachineArn,
        input: { data: bodyJson(data), connectionId: context("connectionId") },
      });
    const model = { name: "orderPizza", schema: ORDER_PIZZA };
    this.routes = [
      new WebSocketRoute(
        `${name}-order`,
        { api, account, routeKey: "orderPizza", model, integration: order("$.data") },
        parent,
      ),
    ];
    this.nodes = { stateMachine, bus, notifier, undelivered, failed };
    this.orderAnything = order("$");
    this.stateMachineArn = stateMachine.stateMachineArn;
    this.eventBusName = bus.busName;
    this.registerOutputs({ stateMachineArn: this.stateMachineArn, eventBusName: this.eventBusName });
  }
}

export interface PizzaBarNodes {
  readonly stateMachine: StateMachine<object>;
  readonly bus: EventBus;
  readonly notifier: LambdaFunction;
  /** Events that the bus could not hand over. */
  readonly undelivered: Queue;
  /** Events that the notifier failed on. */
  readonly failed: Queue;
}

function notifierFunction(name: string, args: PizzaBarArgs, failed: Queue, parent: PizzaBar) {
  const { api, account, settings, orders } = args;
  return new LambdaFunction(
    `${name}-notifier`,
    {
      account,
      entry: "notifier.ts",
      logRetentionDays: settings.logRetentionDays,
      environment: {
        ORDERS_TABLE: orders.tableName,
        ORDER_RETENTION_DAYS: String(settings.orderRetentionDays),
        CONNECTIONS_URL: api.connectionsUrl,
      },
      statements: [
        { actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"], resources: [orders.tableArn] },
        { actions: ["execute-api:ManageConnections"], resources: [api.connectionsArn] },
      ],
      deadLetterArn: failed.queueArn,
    },
    { parent },
  );
}
