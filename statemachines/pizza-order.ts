import { defineStateMachine } from "./asl/define.ts";
import type { Definition } from "./asl/definition.ts";
import { type EventBusRef, putEvent } from "./integrations/events.ts";

/** What the workflow refers to. */
export interface PizzaOrderRefs {
  readonly bus: EventBusRef;
  readonly waitSeconds: number;
}

/** What a pizza goes through, in this order. */
export const PIZZA_STATUSES = [
  "order accepted",
  "order is now being prepared",
  "order is undergoing the baking process",
  "order is packed",
  "order is sent for delivery",
  "order delivered",
] as const;

/**
 * A pizza, from the counter to the door (reference 003): an event for each status, with a wait between two.
 *
 * Input: `{ data, connectionId }`. The order's id is the name of the execution; `sequence` counts the statuses from 1, so
 * that whoever gets the events late or twice knows which is the newest.
 */
export function pizzaOrder(refs: PizzaOrderRefs): Definition {
  return defineStateMachine({
    Comment: "Takes a pizza through its statuses and puts an event for each",
    QueryLanguage: "JSONata",
    StartAt: "Take order",
    States: {
      "Take order": {
        Type: "Pass",
        Assign: {
          statuses: PIZZA_STATUSES,
          sequence: 1,
          order: {
            orderId: "{% $states.context.Execution.Name %}",
            connectionId: "{% $exists($states.input.connectionId) ? $states.input.connectionId : '' %}",
            orderDetails: "{% $states.input.data %}",
          },
        },
        Next: "Notify user",
      },
      "Notify user": putEvent(refs.bus, {
        Arguments: {
          Source: "WebsocketEvent",
          DetailType: "OrderStatusChangedEvent",
          Detail: {
            target: "LAMBDA to notify user via WebSocket",
            connectionId: "{% $order.connectionId %}",
            status: "{% $statuses[$sequence - 1] %}",
            orderDetails: "{% $order.orderDetails %}",
            orderId: "{% $order.orderId %}",
            sequence: "{% $sequence %}",
          },
        },
        Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 1, MaxAttempts: 5, BackoffRate: 2 }],
        Assign: { sequence: "{% $sequence + 1 %}" },
        Next: "Is there more?",
      }),
      "Is there more?": {
        Type: "Choice",
        Choices: [{ Condition: "{% $sequence <= $count($statuses) %}", Next: "Wait" }],
        Default: "Delivered",
      },
      Wait: { Type: "Wait", Seconds: refs.waitSeconds, Next: "Notify user" },
      Delivered: { Type: "Succeed", Output: { orderId: "{% $order.orderId %}", status: "{% $statuses[-1] %}" } },
    },
  });
}
