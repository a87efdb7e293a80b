import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { Decision } from "./decide-payment.ts";

/** Days after which DynamoDB forgets a charge: longer than any message can be delivered again. */
const RETENTION_DAYS = 90;

/**
 * Remembers what was decided about each payment, so that it is decided once.
 *
 * @param now - The time in epoch milliseconds.
 * @returns See `PaymentPorts.chargeOnce`.
 */
export function chargesStore(client: DynamoDBClient, table: string, now: () => number) {
  return async (paymentId: string, orderId: string, decision: Decision): Promise<Decision> => {
    const time = now();
    try {
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: {
            paymentId: { S: paymentId },
            orderId: { S: orderId },
            status: { S: decision.approved ? "CHARGED" : "DECLINED" },
            cause: { S: decision.approved ? "" : decision.cause },
            decidedAt: { S: new Date(time).toISOString() },
            ttl: { N: String(Math.floor(time / 1000) + RETENTION_DAYS * 86_400) },
          },
          ConditionExpression: "attribute_not_exists(paymentId)",
        }),
      );
      return decision;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const { Item } = await client.send(
        new GetItemCommand({ TableName: table, Key: { paymentId: { S: paymentId } }, ConsistentRead: true }),
      );
      return Item?.["status"]?.S === "CHARGED"
        ? { approved: true }
        : { approved: false, cause: Item?.["cause"]?.S ?? "" };
    }
  };
}
