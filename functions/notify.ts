/** What a status event says, checked. */
export interface StatusChange {
  readonly orderId: string;
  /** Counts the statuses of an order from 1. */
  readonly sequence: number;
  readonly status: string;
  /** The connection that the order came from; empty when it came from none. */
  readonly connectionId: string;
  readonly orderDetails: unknown;
}

/** What became of the attempt to write a status. */
export type Claim =
  /** It is written, and nobody else will push it for now. */
  | { readonly kind: "claimed"; readonly connectionId: string }
  /** It was written and pushed before: EventBridge delivers at least once. */
  | { readonly kind: "done" }
  /** The order is further already: EventBridge keeps no order. */
  | { readonly kind: "superseded" }
  /** Another delivery of the same event is at it right now, or died at it a moment ago. */
  | { readonly kind: "busy" };

/** What the notifier needs from the outside. */
export interface NotifierPorts {
  claim(change: StatusChange): Promise<Claim>;
  /** Remembers that the status was pushed. */
  confirm(change: StatusChange): Promise<void>;
  /** Lets another delivery push the status. */
  release(change: StatusChange): Promise<void>;
  /** Sends a frame; `gone` when the client is not there any more. */
  push(connectionId: string, frame: string): Promise<"sent" | "gone">;
  log(message: string): void;
}

/**
 * Writes a status to its order and pushes it to the customer, once, whatever EventBridge does: an event that comes twice
 * is pushed once, and one that comes late moves no order backwards.
 *
 * @throws Error to be called again later.
 */
export async function notify(change: StatusChange, ports: NotifierPorts): Promise<void> {
  const { orderId, sequence, status } = change;
  const claim = await ports.claim(change);
  switch (claim.kind) {
    case "done":
      return ports.log(`order ${orderId}: "${status}" was pushed before`);
    case "superseded":
      return ports.log(`order ${orderId}: "${status}" comes late, the order is further already`);
    case "busy":
      throw new Error(`order ${orderId}: status ${sequence} is being pushed by another delivery`);
    case "claimed":
      return push(change, claim.connectionId, ports);
    default: {
      const never: never = claim;
      return never;
    }
  }
}

async function push(change: StatusChange, connectionId: string, ports: NotifierPorts): Promise<void> {
  const result =
    connectionId === ""
      ? "gone"
      : await ports.push(connectionId, frame(change.status)).catch(async (error) => {
          await ports.release(change);
          throw error;
        });
  if (result === "gone")
    ports.log(`order ${change.orderId}: the customer is not connected, "${change.status}" is only recorded`);
  await ports.confirm(change);
}

/** The frame of reference 003: its message is JSON in a text. */
export function frame(status: string): string {
  return JSON.stringify({ type: "CHANGED_EVENT", message: JSON.stringify({ name: "STATUS_CHANGED_EVENT", status }) });
}

/**
 * Reads the `detail` of an event.
 *
 * @throws Error that names the field which is wrong; the event then ends in the dead-letter queue.
 */
export function statusChange(detail: unknown): StatusChange {
  const { orderId, sequence, status, connectionId = "", orderDetails = null } = Object(detail);
  if (typeof orderId !== "string" || orderId === "") throw new Error("the event's detail.orderId is not a text");
  if (typeof sequence !== "number") throw new Error("the event's detail.sequence is not a number");
  if (typeof status !== "string") throw new Error("the event's detail.status is not a text");
  if (typeof connectionId !== "string") throw new Error("the event's detail.connectionId is not a text");
  return { orderId, sequence, status, connectionId, orderDetails };
}
