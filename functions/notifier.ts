import { ApiGatewayManagementApiClient, PostToConnectionCommand } from "@aws-sdk/client-apigatewaymanagementapi";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { environment } from "./environment.ts";
import { notify, statusChange } from "./notify.ts";
import { OrdersStore } from "./orders-store.ts";

const connections = new ApiGatewayManagementApiClient({ endpoint: environment("CONNECTIONS_URL") });
const orders = new OrdersStore(
  new DynamoDBClient({}),
  environment("ORDERS_TABLE"),
  Number(environment("ORDER_RETENTION_DAYS")),
  Date.now,
);

/** Takes the events of the pizza bar from EventBridge, one by one (reference 003). */
export async function handler(event: { readonly detail?: unknown }): Promise<void> {
  await notify(statusChange(event.detail), {
    claim: (change) => orders.claim(change),
    confirm: (change) => orders.confirm(change),
    release: (change) => orders.release(change),
    push,
    log: console.log,
  });
}

async function push(connectionId: string, frame: string): Promise<"sent" | "gone"> {
  try {
    await connections.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: Buffer.from(frame) }));
    return "sent";
  } catch (error) {
    // 410 is a client that left; 400 is an id that never was one, and no retry makes it one.
    if (error instanceof Error && ["GoneException", "BadRequestException"].includes(error.name)) return "gone";
    throw error;
  }
}
