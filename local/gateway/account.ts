import type { Json } from "../json.ts";
import type { Environment } from "../module.ts";
import type { Collection } from "../storage.ts";

const KEY = "account";

/** What belongs to the account and region and not to an API: the role that writes the stages' logs. */
export class Account {
  readonly environment: Environment;
  readonly #collection: Collection;
  #roleArn: string | undefined;

  constructor(environment: Environment) {
    this.environment = environment;
    this.#collection = environment.storage.collection("apigateway-account");
    const kept: Json | undefined = new Map(this.#collection.entries()).get(KEY);
    this.#roleArn = typeof kept === "string" ? kept : undefined;
  }

  /** The CloudWatch role, without which no stage may log. */
  get roleArn(): string | undefined {
    return this.#roleArn;
  }

  set roleArn(arn: string | undefined) {
    this.#roleArn = arn;
    if (arn === undefined) this.#collection.delete(KEY);
    else this.#collection.put(KEY, arn);
  }
}
