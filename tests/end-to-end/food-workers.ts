import { type AttributeValue, GetItemCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeExecutionCommand,
  GetActivityTaskCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
} from "@aws-sdk/client-sfn";
import { eventually, type Stack } from "./stack.ts";

/** The people who work on food: each waits for tasks of one activity. */
export type Desk = "prepareFoodActivityArn" | "findDeliveryPartnerActivityArn" | "deliveryStatusActivityArn";

/** Plays the kitchen, the dispatcher and the delivery partner, and looks at what becomes of an order. */
export class FoodWorkers {
  readonly #stack: Stack;

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  /** Takes the task of an order; those of orders that earlier tests have left behind are dropped. */
  async take(desk: Desk, orderId: string): Promise<string> {
    const command = new GetActivityTaskCommand({ activityArn: this.#stack.output(desk), workerName: "tests" });
    const ask = async (): Promise<string | undefined> => {
      const { taskToken, input } = await this.#stack.states.send(command);
      return JSON.parse(input ?? "{}").orderId === orderId ? taskToken : undefined;
    };
    return eventually(this.#stack, ask, `a task at ${desk}`);
  }

  async finish(desk: Desk, orderId: string, output: string): Promise<void> {
    const taskToken = await this.take(desk, orderId);
    await this.#stack.states.send(new SendTaskSuccessCommand({ taskToken, output }));
  }

  async refuse(desk: Desk, orderId: string, error: string, cause: string): Promise<void> {
    const taskToken = await this.take(desk, orderId);
    await this.#stack.states.send(new SendTaskFailureCommand({ taskToken, error, cause }));
  }

  /** The order's item. */
  async stored(orderId: string): Promise<Readonly<Record<string, AttributeValue>>> {
    const { Item: item } = await this.#stack.dynamodb.send(
      new GetItemCommand({
        TableName: this.#stack.output("ordersTableName"),
        Key: { orderId: { S: orderId } },
        ConsistentRead: true,
      }),
    );
    return item ?? {};
  }

  /** Waits until the order has a status and its workflow has ended, so that nothing of it hangs. */
  async ended(orderId: string, status: string): Promise<void> {
    const executionArn = `${this.#stack.output("foodDeliveryArn").replace(":stateMachine:", ":execution:")}:${orderId}`;
    const ask = async (): Promise<true | undefined> => {
      const execution = await this.#stack.states.send(new DescribeExecutionCommand({ executionArn }));
      const { status: found } = await this.stored(orderId);
      return execution.status === "SUCCEEDED" && found?.S === status ? true : undefined;
    };
    await eventually(this.#stack, ask, `the end ${status} of ${orderId}`);
  }
}
