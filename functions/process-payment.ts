import { createHash } from "node:crypto";
import type { Decision, Payment } from "./decide-payment.ts";

/** A message of the payment workflow. */
export interface PaymentMessage {
  /** What the workflow waits on. */
  readonly taskToken: string;
  readonly payment: Payment;
}

/** Whether somebody still waits for an answer. */
export type Waiting = "waiting" | "gone";

/** What processing a payment needs from the outside. */
export interface PaymentPorts {
  /** Says that work goes on. A workflow that timed out or was stopped is gone. */
  heartbeat(taskToken: string): Promise<Waiting>;
  decide(payment: Payment): Decision;
  /** Notes down the decision unless there is one already, and gives back the one that counts. */
  chargeOnce(paymentId: string, orderId: string, decision: Decision): Promise<Decision>;
  succeed(taskToken: string, output: object): Promise<Waiting>;
  fail(taskToken: string, error: string, cause: string): Promise<Waiting>;
  log(message: string): void;
}

/** The error of reference 004. */
export const FAILED = "Failed to process payment";

/**
 * Charges a payment and tells its workflow. SQS delivers at least once: the first decision counts, and a second delivery
 * repeats the answer without charging again. A workflow that has stopped waiting is charged nothing.
 *
 * Nothing of the payment is ever logged but the id of its order.
 */
export async function processPayment({ taskToken, payment }: PaymentMessage, ports: PaymentPorts): Promise<void> {
  const paymentId = createHash("sha256").update(taskToken).digest("hex");
  const orderId = typeof payment.orderId === "string" ? payment.orderId : "";
  if ((await ports.heartbeat(taskToken)) === "gone") {
    return ports.log(`payment ${paymentId}: its workflow waits no longer, nothing is charged`);
  }
  const decision = await ports.chargeOnce(paymentId, orderId, ports.decide(payment));
  const answered = decision.approved
    ? await ports.succeed(taskToken, { paymentId, orderId, status: "CHARGED" })
    : await ports.fail(taskToken, FAILED, decision.cause);
  const result = decision.approved ? "charged" : `not charged (${decision.cause})`;
  ports.log(`payment ${paymentId}: ${result}${answered === "gone" ? ", and its workflow waits no longer" : ""}`);
}

/**
 * Reads a message. The error does not quote it: it may hold a card's data.
 *
 * @throws Error when it is not what the workflow sends.
 */
export function paymentMessage(body: string): PaymentMessage {
  const message = parsed(body);
  const { taskToken, payment } = Object(message);
  if (typeof taskToken !== "string" || taskToken === "") throw new Error("the message has no taskToken");
  if (typeof payment !== "object" || payment === null) throw new Error("the message's payment is not an object");
  return { taskToken, payment };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Error("the message is not JSON");
  }
}
