import type { Client } from "./client.ts";

/** A kind of order: what a client says, and the frame that ends it. */
export interface OrderKind {
  readonly name: string;
  readonly frame: string;
  /** Part of the last frame. */
  readonly last: string;
}

export const FOOD: OrderKind = {
  name: "food delivery",
  frame: JSON.stringify({
    action: "sendOrder",
    orderDetails: "daal makhanix1,garlic naan x1,raitax2",
    customerId: "2211",
    restaurantDetails: "NewDeliRestaurant",
  }),
  last: "delivered by Jon!",
};

export const PIZZA: OrderKind = {
  name: "pizza",
  frame: '{"action":"orderPizza","data":{"pizza":"margherita","size":"L"}}',
  last: "order delivered",
};

let payments = 0;

export const PAYMENT: OrderKind = {
  name: "payment",
  get frame() {
    const data = { orderId: `bench-${payments++}`, customerId: "98766", amount: 10, paymentToken: "tok_visa" };
    return JSON.stringify({ action: "chargeCustomer", data });
  },
  last: "Payment processed successfully.",
};

/** Orders, and listens until the last frame. @throws Error when the order fails. */
export async function complete(client: Client, { frame, last, name }: OrderKind): Promise<void> {
  client.send(frame);
  for (;;) {
    const heard = await client.hear();
    if (heard.includes(last)) return;
    if (heard.includes("Sorry!") || heard.includes('"requestId"')) throw new Error(`${name}: ${heard}`);
  }
}
