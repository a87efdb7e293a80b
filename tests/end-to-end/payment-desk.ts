import { ScanCommand } from "@aws-sdk/client-dynamodb";
import {
  GetFunctionConfigurationCommand,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { StartExecutionCommand } from "@aws-sdk/client-sfn";
import { GetQueueAttributesCommand, GetQueueUrlCommand, type QueueAttributeName } from "@aws-sdk/client-sqs";
import { eventually, type Stack } from "./stack.ts";

/** The queue of payments and the function behind it, as somebody who runs the system has them. */
export class PaymentDesk {
  readonly #stack: Stack;

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  /** Starts a payment, as `aws stepfunctions start-execution` does. */
  async start(payment: object): Promise<string> {
    const { executionArn = "" } = await this.#stack.states.send(
      new StartExecutionCommand({ stateMachineArn: this.#stack.output("paymentArn"), input: JSON.stringify(payment) }),
    );
    return executionArn;
  }

  /** Does something while messages stay in the queue, and lets the function have them afterwards. */
  async withoutFunction<T>(act: () => Promise<T>): Promise<T> {
    const { UUID } = await this.#mapping();
    await this.#enable(UUID, false);
    try {
      return await act();
    } finally {
      await this.#enable(UUID, true);
    }
  }

  /** Sets `paymentOutcome` for a while. */
  async withOutcome<T>(outcome: string, act: () => Promise<T>): Promise<T> {
    const { FunctionArn } = await this.#mapping();
    const { Environment: environment } = await this.#stack.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: FunctionArn }),
    );
    const configure = (Variables: Record<string, string>) =>
      this.#stack.lambda.send(
        new UpdateFunctionConfigurationCommand({ FunctionName: FunctionArn, Environment: { Variables } }),
      );
    const before = environment?.Variables ?? {};
    await configure({ ...before, PAYMENT_OUTCOME: outcome });
    try {
      return await act();
    } finally {
      await configure(before);
    }
  }

  /** What was decided, of all payments. */
  async charges(): Promise<readonly { readonly orderId: string; readonly status: string; readonly item: object }[]> {
    const { FunctionArn } = await this.#mapping();
    const { Environment: environment } = await this.#stack.lambda.send(
      new GetFunctionConfigurationCommand({ FunctionName: FunctionArn }),
    );
    const { Items: items = [] } = await this.#stack.dynamodb.send(
      new ScanCommand({ TableName: environment?.Variables?.["PAYMENTS_TABLE"], ConsistentRead: true }),
    );
    return items.map((item) => ({ orderId: item["orderId"]?.S ?? "", status: item["status"]?.S ?? "", item }));
  }

  /** Waits until no message is in the queue, neither to be received nor being worked on. */
  async empty(): Promise<void> {
    const counts: QueueAttributeName[] = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"];
    const ask = async (): Promise<true | undefined> => {
      const found = await this.#attributes(this.#stack.output("paymentQueueUrl"), counts);
      return counts.every((name) => found[name] === "0") ? true : undefined;
    };
    await eventually(this.#stack, ask, "an empty payment queue");
  }

  /** The URL of the dead-letter queue. */
  async deadLetters(): Promise<string> {
    const found = await this.#attributes(this.#stack.output("paymentQueueUrl"), ["RedrivePolicy"]);
    const arn: string = JSON.parse(found["RedrivePolicy"] ?? "{}").deadLetterTargetArn;
    const { QueueUrl: url = "" } = await this.#stack.sqs.send(
      new GetQueueUrlCommand({ QueueName: arn.split(":").at(-1) }),
    );
    return url;
  }

  async #attributes(url: string, names: QueueAttributeName[]): Promise<Readonly<Record<string, string>>> {
    const { Attributes } = await this.#stack.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: names }),
    );
    return Attributes ?? {};
  }

  async #mapping() {
    const { QueueArn } = await this.#attributes(this.#stack.output("paymentQueueUrl"), ["QueueArn"]);
    const { EventSourceMappings: mappings = [] } = await this.#stack.lambda.send(
      new ListEventSourceMappingsCommand({ EventSourceArn: QueueArn }),
    );
    return mappings[0] ?? {};
  }

  async #enable(UUID: string | undefined, enabled: boolean): Promise<void> {
    await this.#stack.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: enabled }));
    const state = enabled ? "Enabled" : "Disabled";
    await eventually(this.#stack, async () => ((await this.#mapping()).State === state ? true : undefined), state);
  }
}
