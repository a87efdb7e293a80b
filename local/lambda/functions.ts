import type { Scope } from "../aws/caller.ts";
import { type Json, own } from "../json.ts";
import type { Collection } from "../storage.ts";
import { functionNotFound } from "./errors.ts";
import type { Configuration, LambdaFunction } from "./function.ts";
import { functionArn, type Reference } from "./reference.ts";

/** What a qualifier stands for: the configuration to run, and the ARN it was asked by. */
export interface Target {
  readonly lambda: LambdaFunction;
  readonly configuration: Configuration;
  readonly arn: string;
}

/** The functions by name, kept in the data directory when there is one. */
export class Functions {
  readonly #scope: Scope;
  readonly #kept: Collection;
  readonly #functions = new Map<string, LambdaFunction>();

  constructor(scope: Scope, kept: Collection) {
    this.#scope = scope;
    this.#kept = kept;
    for (const [name, lambda] of kept.entries()) this.#functions.set(name, lambda as unknown as LambdaFunction);
  }

  find(name: string): LambdaFunction | undefined {
    return this.#functions.get(name);
  }

  /** @throws AwsError `ResourceNotFoundException`. */
  get({ name, qualifier }: Reference): LambdaFunction {
    const lambda = this.#functions.get(name);
    if (lambda === undefined) throw functionNotFound(functionArn(this.#scope, name, qualifier));
    return lambda;
  }

  /**
   * The version that a reference means; an alias with weights is decided by `random`, a number in [0, 1).
   *
   * @throws AwsError `ResourceNotFoundException` for an unknown function, version or alias.
   */
  resolve(reference: Reference, random: () => number): Target {
    const lambda = this.get(reference);
    const { qualifier } = reference;
    const arn = functionArn(this.#scope, lambda.name, qualifier);
    const alias = qualifier === undefined ? undefined : own(lambda.aliases, qualifier);
    const version = alias === undefined ? (qualifier ?? "$LATEST") : chosen(alias, random);
    const configuration =
      version === "$LATEST" ? lambda.latest : lambda.versions.find((published) => published.version === version);
    if (configuration === undefined) throw functionNotFound(arn);
    return { lambda, configuration, arn };
  }

  all(): LambdaFunction[] {
    return [...this.#functions.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** The archives that the kept functions and their versions have, as the code store knows them. */
  keptArchives(): ReadonlySet<string> {
    const kept = this.#kept.entries().map(([, lambda]) => lambda as unknown as LambdaFunction);
    return new Set(kept.flatMap(({ latest, versions }) => [latest, ...versions].map(({ codeSha256 }) => codeSha256)));
  }

  save(lambda: LambdaFunction): void {
    this.#functions.set(lambda.name, lambda);
    this.#kept.put(lambda.name, lambda as unknown as Json);
  }

  delete(name: string): void {
    this.#functions.delete(name);
    this.#kept.delete(name);
  }
}

function chosen(alias: { version: string; weights: Readonly<Record<string, number>> }, random: () => number): string {
  const weights = Object.entries(alias.weights);
  if (weights.length === 0) return alias.version;
  let left = random();
  for (const [version, weight] of weights) {
    left -= weight;
    if (left < 0) return version;
  }
  return alias.version;
}
