import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import type { Claim, StatusChange } from "./notify.ts";

/** How long a delivery may take to push; longer than the function can run. In milliseconds. */
const LEASE = 30_000;

/** The Orders table, as the notifier uses it. */
export interface OrdersStore {
  claim(change: StatusChange): Promise<Claim>;
  confirm(change: StatusChange): Promise<void>;
  release(change: StatusChange): Promise<void>;
}

/**
 * Keeps the newest status of each order. `sequence` is the newest one written, `notified` the newest one pushed, and
 * `pushUntil` the time (epoch milliseconds) until which whoever wrote it may be about to push it.
 *
 * @param retentionDays - Days after which DynamoDB forgets an order.
 * @param now - The time in epoch milliseconds.
 */
export function ordersStore(
  client: DynamoDBClient,
  table: string,
  retentionDays: number,
  now: () => number,
): OrdersStore {
  const key = (change: StatusChange) => ({ TableName: table, Key: { orderId: { S: change.orderId } } });
  return {
    async claim(change) {
      const time = now();
      try {
        const { Attributes } = await client.send(
          new UpdateItemCommand({
            ...key(change),
            UpdateExpression:
              "SET #status = :status, #sequence = :sequence, orderDetails = :details, updatedAt = :iso, pushUntil = :until, " +
              "connectionId = if_not_exists(connectionId, :connection), createdAt = if_not_exists(createdAt, :iso), " +
              "#ttl = if_not_exists(#ttl, :ttl)",
            ConditionExpression:
              "attribute_not_exists(#sequence) OR #sequence < :sequence OR (#sequence = :sequence AND " +
              "(attribute_not_exists(notified) OR notified < :sequence) AND pushUntil < :now)",
            ExpressionAttributeNames: { "#status": "status", "#sequence": "sequence", "#ttl": "ttl" },
            ExpressionAttributeValues: {
              ":status": { S: change.status },
              ":sequence": { N: String(change.sequence) },
              ":details": { S: JSON.stringify(change.orderDetails) },
              ":connection": { S: change.connectionId },
              ":iso": { S: new Date(time).toISOString() },
              ":ttl": { N: String(Math.floor(time / 1000) + retentionDays * 86_400) },
              ":now": { N: String(time) },
              ":until": { N: String(time + LEASE) },
            },
            ReturnValues: "ALL_NEW",
          }),
        );
        return { kind: "claimed", connectionId: Attributes?.["connectionId"]?.S ?? "" };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const { Item } = await client.send(new GetItemCommand({ ...key(change), ConsistentRead: true }));
        return refusal(change, Item ?? {});
      }
    },

    async confirm(change) {
      await client
        .send(
          new UpdateItemCommand({
            ...key(change),
            UpdateExpression: "SET notified = :sequence",
            ConditionExpression: "attribute_not_exists(notified) OR notified < :sequence",
            ExpressionAttributeValues: { ":sequence": { N: String(change.sequence) } },
          }),
        )
        .catch(unlessOutrun);
    },

    async release(change) {
      await client
        .send(
          new UpdateItemCommand({
            ...key(change),
            UpdateExpression: "SET pushUntil = :never",
            ConditionExpression: "#sequence = :sequence",
            ExpressionAttributeNames: { "#sequence": "sequence" },
            ExpressionAttributeValues: { ":sequence": { N: String(change.sequence) }, ":never": { N: "0" } },
          }),
        )
        .catch(unlessOutrun);
    },
  };
}

/** Why the condition of a claim did not hold. */
function refusal(change: StatusChange, item: Record<string, AttributeValue>): Claim {
  if (Number(item["sequence"]?.N) > change.sequence) return { kind: "superseded" };
  return Number(item["notified"]?.N ?? 0) >= change.sequence ? { kind: "done" } : { kind: "busy" };
}

/** A newer status has been written meanwhile: there is nothing left to note down. */
function unlessOutrun(error: unknown): void {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
}
