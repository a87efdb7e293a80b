import type { AwsClient } from "./aws-client.ts";

/** The outputs that name the activities of a food order, and what each desk answers. */
const DESKS: Readonly<Record<string, string>> = {
  prepareFoodActivityArn: "{}",
  findDeliveryPartnerActivityArn: '{"name":"Jon"}',
  deliveryStatusActivityArn: "{}",
};

/** Plays the kitchen, the dispatcher and the delivery partner: whatever comes is done at once. */
export class Desks {
  readonly #client: AwsClient;
  readonly #output: (name: string) => string;
  #closed = false;

  constructor(client: AwsClient, output: (name: string) => string) {
    this.#client = client;
    this.#output = output;
  }

  /** @param workers at each desk. */
  open(workers: number): void {
    for (const [desk, output] of Object.entries(DESKS)) {
      for (let worker = 0; worker < workers; worker++) void this.#work(this.#output(desk), output);
    }
  }

  close(): void {
    this.#closed = true;
  }

  async #work(activityArn: string, output: string): Promise<void> {
    while (!this.#closed) {
      try {
        const { taskToken } = await this.#client.call("AWSStepFunctions.GetActivityTask", { activityArn });
        if (typeof taskToken === "string") {
          await this.#client.call("AWSStepFunctions.SendTaskSuccess", { taskToken, output });
        }
      } catch (error) {
        // The system ends while workers ask for work.
        if (!this.#closed) throw error;
      }
    }
  }
}
