export { asyncHello } from "./async-hello.ts";
export { foodDelivery } from "./food-delivery.ts";
export { payment } from "./payment.ts";
export { pizzaOrder } from "./pizza-order.ts";
export { syncHello } from "./sync-hello.ts";
