import type { Json } from "../json.ts";
import type { Environment } from "../module.ts";
import type { Collection } from "../storage.ts";
import { notFound } from "./errors.ts";
import { type PlanStage, UsagePlans } from "./usage/usage-plans.ts";

const KEY = "account";

/** What belongs to the account and region and not to an API: the role that writes the stages' logs, keys and plans. */
export class Account {
  readonly environment: Environment;
  readonly #collection: Collection;
  readonly usagePlans: UsagePlans;
  #roleArn: string | undefined;
  #hasStage: (stage: PlanStage) => boolean = () => false;

  constructor(environment: Environment) {
    this.environment = environment;
    this.usagePlans = new UsagePlans(environment);
    this.#collection = environment.storage.collection("apigateway-account");
    const kept: Json | undefined = new Map(this.#collection.entries()).get(KEY);
    this.#roleArn = typeof kept === "string" ? kept : undefined;
  }

  /** Told by the control plane of v2, which knows the stages. */
  knowStages(hasStage: (stage: PlanStage) => boolean): void {
    this.#hasStage = hasStage;
  }

  /** @throws AwsError `NotFoundException` when there is no such stage. */
  checkStage(stage: PlanStage): void {
    if (!this.#hasStage(stage)) throw notFound(`API Stage not found: ${stage.ApiId}:${stage.Stage}`);
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
