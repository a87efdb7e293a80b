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

const UPDATE =
  "SET #status = :status, #sequence = :sequence, orderDetails = :details, updatedAt = :iso, pushUntil = :until, " +
  "connectionId = if_not_exists(connectionId, :connection), createdAt = if_not_exists(createdAt, :iso), " +
  "#ttl = if_not_exists(#ttl, :ttl)";

/** A newer status than the one that is there, or the same one, which nobody has pushed and nobody is about to. */
const NEWER =
  "attribute_not_exists(#sequence) OR #sequence < :sequence OR (#sequence = :sequence AND " +
  "(attribute_not_exists(notified) OR notified < :sequence) AND pushUntil < :now)";

/**
 * The Orders table, as the notifier uses it: it keeps the newest status of each order. `sequence` is the newest one written,
 * `notified` the newest one pushed, and `pushUntil` the time (epoch milliseconds) until which whoever wrote it may be about
 * to push it.
 */
export class OrdersStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #retentionDays: number;
  readonly #now: () => number;

  /**
   * @param retentionDays - Days after which DynamoDB forgets an order.
   * @param now - The time in epoch milliseconds.
   */
  constructor(client: DynamoDBClient, table: string, retentionDays: number, now: () => number) {
    this.#client = client;
    this.#table = table;
    this.#retentionDays = retentionDays;
    this.#now = now;
  }

  /** See `NotifierPorts.claim`. */
  async claim(change: StatusChange): Promise<Claim> {
    try {
      const { Attributes } = await this.#client.send(
        new UpdateItemCommand({
          ...this.#key(change),
          UpdateExpression: UPDATE,
          ConditionExpression: NEWER,
          ExpressionAttributeNames: { "#status": "status", "#sequence": "sequence", "#ttl": "ttl" },
          ExpressionAttributeValues: this.#values(change),
          ReturnValues: "ALL_NEW",
        }),
      );
      return { kind: "claimed", connectionId: Attributes?.["connectionId"]?.S ?? "" };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      const { Item } = await this.#client.send(new GetItemCommand({ ...this.#key(change), ConsistentRead: true }));
      return refusal(change, Item ?? {});
    }
  }

  /** See `NotifierPorts.confirm`. */
  async confirm(change: StatusChange): Promise<void> {
    await this.#unlessOutrun({
      ...this.#key(change),
      UpdateExpression: "SET notified = :sequence",
      ConditionExpression: "attribute_not_exists(notified) OR notified < :sequence",
      ExpressionAttributeValues: { ":sequence": { N: String(change.sequence) } },
    });
  }

  /** See `NotifierPorts.release`. */
  async release(change: StatusChange): Promise<void> {
    await this.#unlessOutrun({
      ...this.#key(change),
      UpdateExpression: "SET pushUntil = :never",
      ConditionExpression: "#sequence = :sequence",
      ExpressionAttributeNames: { "#sequence": "sequence" },
      ExpressionAttributeValues: { ":sequence": { N: String(change.sequence) }, ":never": { N: "0" } },
    });
  }

  #key(change: StatusChange) {
    return { TableName: this.#table, Key: { orderId: { S: change.orderId } } };
  }

  #values(change: StatusChange): Record<string, AttributeValue> {
    const time = this.#now();
    return {
      ":status": { S: change.status },
      ":sequence": { N: String(change.sequence) },
      ":details": { S: JSON.stringify(change.orderDetails) },
      ":connection": { S: change.connectionId },
      ":iso": { S: new Date(time).toISOString() },
      ":ttl": { N: String(Math.floor(time / 1000) + this.#retentionDays * 86_400) },
      ":now": { N: String(time) },
      ":until": { N: String(time + LEASE) },
    };
  }

  /** An update that is of no use any more when a newer status has been written meanwhile. */
  async #unlessOutrun(input: ConstructorParameters<typeof UpdateItemCommand>[0]): Promise<void> {
    await this.#client.send(new UpdateItemCommand(input)).catch((error: unknown) => {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    });
  }
}

/** Why the condition of a claim did not hold. */
function refusal(change: StatusChange, item: Record<string, AttributeValue>): Claim {
  if (Number(item["sequence"]?.N) > change.sequence) return { kind: "superseded" };
  return Number(item["notified"]?.N ?? 0) >= change.sequence ? { kind: "done" } : { kind: "busy" };
}
