import type { Definition } from "./asl/definition.ts";
import { asyncHello } from "./async-hello.ts";
import { foodDelivery } from "./food-delivery.ts";
import { payment } from "./payment.ts";
import { pizzaOrder } from "./pizza-order.ts";
import { syncHello } from "./sync-hello.ts";

const REGION = "us-east-1";
const ACCOUNT = "123456789012";
const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** What the workflows refer to where nothing is deployed: documentation, diagrams, `npm run asl`. */
const EXAMPLES = {
  connections: {
    host: `abcdef1234.execute-api.${REGION}.amazonaws.com`,
    stage: "dev",
    arn: arn("execute-api", "abcdef1234/dev/POST/@connections/*"),
  },
  ordersTable: { name: "orders", arn: arn("dynamodb", "table/orders") },
  topic: { arn: arn("sns", "notifications") },
  queue: { url: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/payments`, arn: arn("sqs", "payments") },
  bus: { name: "pizza-orders", arn: arn("events", "event-bus/pizza-orders") },
  prepareFood: { arn: arn("states", "activity:prepare-food") },
  findDeliveryPartner: { arn: arn("states", "activity:find-delivery-partner") },
  deliveryStatus: { arn: arn("states", "activity:delivery-status") },
  orderRetentionDays: 90,
  waitSeconds: 5,
};

/** Every state machine of the program, by name, with example names and ARNs in it. */
export const MACHINES: Readonly<
  Record<string, { readonly type: "STANDARD" | "EXPRESS"; readonly definition: Definition }>
> = {
  "async-hello": { type: "STANDARD", definition: asyncHello(EXAMPLES) },
  "sync-hello": { type: "EXPRESS", definition: syncHello(EXAMPLES) },
  "food-delivery": { type: "STANDARD", definition: foodDelivery(EXAMPLES) },
  "pizza-order": { type: "STANDARD", definition: pizzaOrder(EXAMPLES) },
  payment: { type: "STANDARD", definition: payment(EXAMPLES) },
};
