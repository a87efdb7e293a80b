import { defineStateMachine } from "./asl/define.ts";
import type { Definition } from "./asl/definition.ts";
import { type EventBusRef, putEvent } from "./integrations/events.ts";

/** What the workflow refers to. */
export interface PizzaOrderRefs {
  readonly bus: EventBusRef;
  readonly waitSeconds: number;
}

/** What a pizza goes through, in this order. */
const PIZZA_STATUSES = [
  "order accepted",
  "order is now being prepared",
  "order is undergoing the baking process",
  "order is packed",
  "order is sent for delivery",
  "order delivered",
] as const;

type PizzaStatus = (typeof PIZZA_STATUSES)[number];

/**
 * A pizza, from the counter to the door (reference 003): an event for each status, with a wait between two. A state for each
 * instead of a loop: AWS asks for every transition, and a loop takes one more for every turn.
 *
 * Input: `{ data, connectionId }`. The order's id is the name of the execution; `sequence` counts the statuses from 1, so
 * that whoever gets the events late or twice knows which is the newest.
 */
export function pizzaOrder(refs: PizzaOrderRefs): Definition {
  const announce = (status: PizzaStatus) => ({
    Arguments: {
      Source: "WebsocketEvent",
      DetailType: "OrderStatusChangedEvent",
      Detail: {
        target: "LAMBDA to notify user via WebSocket",
        connectionId:
          "{% $exists($states.context.Execution.Input.connectionId) ? $states.context.Execution.Input.connectionId : '' %}",
        status,
        orderDetails: "{% $states.context.Execution.Input.data %}",
        orderId: "{% $states.context.Execution.Name %}",
        sequence: PIZZA_STATUSES.indexOf(status) + 1,
      },
    },
    Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 1, MaxAttempts: 5, BackoffRate: 2 }],
  });
  const wait = { Type: "Wait", Seconds: refs.waitSeconds } as const;

  return defineStateMachine({
    Comment: "Takes a pizza through its statuses and puts an event for each",
    QueryLanguage: "JSONata",
    StartAt: "Accepted",
    States: {
      Accepted: putEvent(refs.bus, { ...announce("order accepted"), Next: "Wait for the kitchen" }),
      "Wait for the kitchen": { ...wait, Next: "Being prepared" },
      "Being prepared": putEvent(refs.bus, { ...announce("order is now being prepared"), Next: "Wait for the oven" }),
      "Wait for the oven": { ...wait, Next: "Baking" },
      Baking: putEvent(refs.bus, {
        ...announce("order is undergoing the baking process"),
        Next: "Wait while it bakes",
      }),
      "Wait while it bakes": { ...wait, Next: "Packed" },
      Packed: putEvent(refs.bus, { ...announce("order is packed"), Next: "Wait for the courier" }),
      "Wait for the courier": { ...wait, Next: "Sent for delivery" },
      "Sent for delivery": putEvent(refs.bus, {
        ...announce("order is sent for delivery"),
        Next: "Wait for the door",
      }),
      "Wait for the door": { ...wait, Next: "Delivered" },
      Delivered: putEvent(refs.bus, {
        ...announce("order delivered"),
        Output: { orderId: "{% $states.context.Execution.Name %}", status: "order delivered" },
        End: true,
      }),
    },
  });
}
