import { currentAccount } from "./infra/account.ts";
import { Alarms } from "./infra/alarms.ts";
import { Edge } from "./infra/edge.ts";
import { Notifications } from "./infra/notifications.ts";
import { OrdersTable } from "./infra/orders-table.ts";
import { readSettings } from "./infra/settings.ts";
import { FoodDelivery } from "./infra/systems/food-delivery.ts";
import { echo, Hello } from "./infra/systems/hello.ts";
import { Payments } from "./infra/systems/payments.ts";
import { PizzaBar } from "./infra/systems/pizza-bar.ts";
import { Sessions } from "./infra/systems/sessions.ts";
import { watched } from "./infra/systems/watched.ts";
import { tagEverything } from "./infra/tags.ts";
import { WebSocketApi } from "./infra/websocket/api.ts";
import { WebSocketRoute } from "./infra/websocket/route.ts";
import { WebSocketStage } from "./infra/websocket/stage.ts";

const settings = readSettings();
tagEverything(settings.tags);

const account = currentAccount();
const api = new WebSocketApi("api", { stageName: settings.stageName });
const common = { api, account, settings };

const orders = new OrdersTable("orders");
const notifications = new Notifications("notifications");
const sessions = new Sessions("sessions", common);
const hello = new Hello("hello", common);
const food = new FoodDelivery("food-delivery", { ...common, orders, notifications });
const pizza = new PizzaBar("pizza", { ...common, orders });
const payments = new Payments("payments", { ...common, notifications });

const fallbacks = {
  echo: () => echo("echo", common),
  hello: () => hello.greetEverything,
  pizza: () => pizza.orderAnything,
};
const fallback = new WebSocketRoute("default", {
  api,
  account,
  routeKey: "$default",
  integration: fallbacks[settings.defaultRoute](),
});

const routes = [fallback, ...[sessions, hello, food, pizza, payments].flatMap((system) => system.routes)];
const stage = new WebSocketStage("stage", {
  api,
  routes,
  logLevel: settings.logLevel,
  logRetentionDays: settings.logRetentionDays,
});
const edge = sessions.edgeSecret && new Edge("edge", { api, secret: sessions.edgeSecret });
if (settings.alarmEmail !== undefined) {
  new Alarms("alarms", { email: settings.alarmEmail, watched: watched({ api, food, pizza, payments, notifications }) });
}
// Loaded on demand: the package brings all of AWS's types with it.
if (settings.audit) new (await import("./infra/audit.ts")).Audit("audit");

export const webSocketUrl = stage.url;
/** Empty without an edge: an undefined output would be warned about at every deployment. */
export const edgeUrl = edge?.url ?? "";
export const connectionsUrl = api.connectionsUrl;
export const sessionsTableName = sessions.tableName;
export const ordersTableName = orders.tableName;
export const eventBusName = pizza.eventBusName;
export const foodDeliveryArn = food.stateMachineArn;
export const pizzaOrderArn = pizza.stateMachineArn;
export const paymentArn = payments.stateMachineArn;
export const asyncHelloArn = hello.asyncHelloArn;
export const syncHelloArn = hello.syncHelloArn;
export const prepareFoodActivityArn = food.prepareFoodActivityArn;
export const findDeliveryPartnerActivityArn = food.findDeliveryPartnerActivityArn;
export const deliveryStatusActivityArn = food.deliveryStatusActivityArn;
export const notificationTopicArn = notifications.topicArn;
export const notificationTestQueueUrl = notifications.testQueueUrl;
export const paymentQueueUrl = payments.queueUrl;
