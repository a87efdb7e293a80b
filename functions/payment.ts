import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
} from "@aws-sdk/client-sfn";
import { chargesStore } from "./charges-store.ts";
import { decidePayment, type PaymentOutcome } from "./decide-payment.ts";
import { environment } from "./environment.ts";
import { type PaymentPorts, paymentMessage, processPayment, type Waiting } from "./process-payment.ts";

/** A batch from SQS, as far as it is read here. */
interface Batch {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

/** The messages that SQS shall deliver again; the others are done. */
interface BatchResult {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

const workflows = new SFNClient({});
const outcome = paymentOutcome(environment("PAYMENT_OUTCOME"));

const ports: PaymentPorts = {
  heartbeat: (taskToken) => unlessGone(workflows.send(new SendTaskHeartbeatCommand({ taskToken }))),
  decide: (payment) => decidePayment(payment, outcome, new Date(), Math.random),
  chargeOnce: chargesStore(new DynamoDBClient({}), environment("PAYMENTS_TABLE"), Date.now),
  succeed: (taskToken, output) =>
    unlessGone(workflows.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) }))),
  fail: (taskToken, error, cause) =>
    unlessGone(workflows.send(new SendTaskFailureCommand({ taskToken, error, cause }))),
  log: console.log,
};

/** Takes payments from their queue and answers for the task tokens in them (reference 004). */
export async function handler({ Records }: Batch): Promise<BatchResult> {
  const results = await Promise.all(
    Records.map(async ({ messageId, body }) => {
      try {
        await processPayment(paymentMessage(body), ports);
        return [];
      } catch (error) {
        console.error(`message ${messageId}: ${error instanceof Error ? `${error.name}: ${error.message}` : "failed"}`);
        return [{ itemIdentifier: messageId }];
      }
    }),
  );
  return { batchItemFailures: results.flat() };
}

/** A token whose workflow timed out, ended or was stopped is no reason to try again. */
async function unlessGone(call: Promise<unknown>): Promise<Waiting> {
  try {
    await call;
    return "waiting";
  } catch (error) {
    if (error instanceof Error && ["TaskTimedOut", "TaskDoesNotExist"].includes(error.name)) return "gone";
    throw error;
  }
}

function paymentOutcome(value: string): PaymentOutcome {
  if (value === "validate" || value === "random" || value === "approve" || value === "decline") return value;
  throw new Error(`PAYMENT_OUTCOME is ${value}, not validate, random, approve or decline`);
}
