import type { RoleCaller } from "../../aws/caller.ts";
import { AwsError } from "../../aws/error.ts";
import type { Clock } from "../../clock/clock.ts";
import type { Environment } from "../../module.ts";
import type { CodeStore } from "../code-store.ts";
import type { LambdaFunction } from "../function.ts";
import type { Target } from "../functions.ts";
import { functionArn } from "../reference.ts";
import { ExecutionEnvironment } from "./execution-environment.ts";
import type { Invocation, Outcome } from "./invocation.ts";
import { Pool } from "./pool.ts";
import { workerScript } from "./worker-script.ts";

/** The concurrent executions of all functions without a reservation: AWS's default quota. */
export const ACCOUNT_CONCURRENCY = 1000;

/** Runs functions: a pool of execution environments for each version, and AWS's limits on concurrency. */
export class Executor {
  readonly #environment: Environment;
  readonly #threadClock: Clock;
  readonly #code: CodeStore;
  readonly #pools = new Map<string, { readonly revision: string; readonly pool: Pool }>();
  readonly #running = new Map<string, number>();
  #script: string | undefined;

  constructor(environment: Environment, threadClock: Clock, code: CodeStore) {
    this.#environment = environment;
    this.#threadClock = threadClock;
    this.#code = code;
  }

  /**
   * Runs a function once.
   *
   * @throws AwsError `TooManyRequestsException` when the function's concurrency is used up.
   */
  run(target: Target, invocation: Omit<Invocation, "arn" | "finish" | "refuse">): Promise<Outcome> {
    this.#enter(target.lambda);
    return this.#script === undefined
      ? this.#prepared().then((script) => this.#start(target, script, invocation))
      : this.#start(target, this.#script, invocation);
  }

  #start(target: Target, script: string, invocation: Omit<Invocation, "arn" | "finish" | "refuse">): Promise<Outcome> {
    const { lambda, configuration, arn } = target;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#running.set(lambda.name, (this.#running.get(lambda.name) ?? 1) - 1);
      };
      this.#pool(lambda, configuration, script).invoke({
        ...invocation,
        arn,
        finish: (outcome) => {
          leave();
          resolve(outcome);
        },
        refuse: (error) => {
          leave();
          reject(error);
        },
      });
    });
  }

  /** Makes ready what the first invocation needs, while there is time. */
  prepare(): void {
    void this.#prepared().catch((error: unknown) => this.#environment.log.error(`lambda: ${String(error)}`));
  }

  async #prepared(): Promise<string> {
    this.#script = await workerScript();
    return this.#script;
  }

  /** A session of a function's role, as Lambda takes it. @throws AwsError when the role cannot be assumed. */
  assumeRole(name: string, roleArn: string): RoleCaller {
    const { aws, scope } = this.#environment;
    const context = { "aws:SourceArn": functionArn(scope, name), "aws:SourceAccount": scope.account };
    return aws.assumeRole({ roleArn, principal: "lambda.amazonaws.com", sessionName: name, context });
  }

  /** Lets the environments of a function end: its code, its settings or its role have changed, or it has gone. */
  retire(name: string): void {
    for (const [key, { pool }] of this.#pools) {
      if (!key.startsWith(`${name}:`)) continue;
      pool.retire();
      this.#pools.delete(key);
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#pools.values()].map(({ pool }) => pool.stop()));
    this.#pools.clear();
  }

  #enter({ name, reservedConcurrency }: LambdaFunction): void {
    const running = this.#running.get(name) ?? 0;
    if (running >= (reservedConcurrency ?? ACCOUNT_CONCURRENCY)) {
      const reason =
        reservedConcurrency === undefined
          ? "ConcurrentInvocationLimitExceeded"
          : "ReservedFunctionConcurrentInvocationLimitExceeded";
      throw new AwsError("TooManyRequestsException", "Rate Exceeded.", { status: 429, fields: { Reason: reason } });
    }
    this.#running.set(name, running + 1);
  }

  #pool(lambda: LambdaFunction, configuration: Target["configuration"], script: string): Pool {
    const key = `${lambda.name}:${configuration.version}`;
    const known = this.#pools.get(key);
    if (known?.revision === configuration.revisionId) return known.pool;
    known?.pool.retire();
    const { name } = lambda;
    const pool = new Pool(this.#threadClock, (callbacks) => {
      const session = this.assumeRole(name, configuration.role);
      // Identity policies may ask which function calls (LDG/permissions-source-function-arn).
      const context = { ...session.context, "lambda:SourceFunctionArn": functionArn(this.#environment.scope, name) };
      return new ExecutionEnvironment({
        environment: this.#environment,
        threadClock: this.#threadClock,
        name,
        configuration,
        script,
        taskRoot: this.#code.folder(configuration.codeSha256),
        role: { ...session, context },
        ...callbacks,
      });
    });
    this.#pools.set(key, { revision: configuration.revisionId, pool });
    return pool;
  }
}
