import type { DistributionConfig, FunctionConfig } from "@aws-sdk/client-cloudfront";
import { UPPER_ALPHANUMERIC } from "../ids.ts";
import type { Json, Wire } from "../json.ts";
import type { Environment } from "../module.ts";
import { noSuchDistribution, noSuchFunction, staleVersion } from "./errors.ts";

export type Tags = Readonly<Record<string, string>>;

export interface Distribution {
  readonly id: string;
  readonly arn: string;
  /** Host and path of this machine: `localhost:4900/E1ABC…`. */
  readonly domainName: string;
  config: Wire<DistributionConfig>;
  etag: string;
  modifiedAt: number;
  tags: Tags;
}

/** One version of a function: the one being developed, or the live one that requests run. */
export interface FunctionVersion {
  readonly code: string;
  readonly config: Wire<FunctionConfig>;
  readonly etag: string;
  readonly modifiedAt: number;
}

export interface EdgeFunction {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  development: FunctionVersion;
  live: FunctionVersion | undefined;
  tags: Tags;
}

/** CloudFront's state: distributions by id, functions by name. */
export class EdgeState {
  readonly environment: Environment;
  readonly #distributions = new Map<string, Distribution>();
  readonly #functions = new Map<string, EdgeFunction>();
  readonly #kept: Record<"distributions" | "functions", ReturnType<Environment["storage"]["collection"]>>;

  constructor(environment: Environment) {
    this.environment = environment;
    this.#kept = {
      distributions: environment.storage.collection("cloudfront-distributions"),
      functions: environment.storage.collection("cloudfront-functions"),
    };
    for (const [id, value] of this.#kept.distributions.entries()) {
      const domainName = this.#domainName(id);
      this.#distributions.set(id, { ...(value as unknown as Distribution), domainName });
    }
    for (const [name, value] of this.#kept.functions.entries()) {
      this.#functions.set(name, value as unknown as EdgeFunction);
    }
  }

  distributions(): readonly Distribution[] {
    return [...this.#distributions.values()];
  }

  findDistribution(id: string): Distribution | undefined {
    return this.#distributions.get(id);
  }

  /** @throws AwsError `NoSuchDistribution` */
  distribution(id: string | undefined): Distribution {
    const distribution = this.#distributions.get(id ?? "");
    if (distribution === undefined) throw noSuchDistribution();
    return distribution;
  }

  createDistribution(config: Wire<DistributionConfig>, tags: Tags): Distribution {
    const { ids, clock, scope } = this.environment;
    const id = `E${ids.text(13, UPPER_ALPHANUMERIC)}`;
    const distribution: Distribution = {
      id,
      arn: `arn:${scope.partition}:cloudfront::${scope.account}:distribution/${id}`,
      domainName: this.#domainName(id),
      config,
      etag: this.newEtag(),
      modifiedAt: clock.now(),
      tags,
    };
    this.#distributions.set(id, distribution);
    this.keep(distribution);
    return distribution;
  }

  deleteDistribution(distribution: Distribution): void {
    this.#distributions.delete(distribution.id);
    this.#kept.distributions.delete(distribution.id);
  }

  functions(): readonly EdgeFunction[] {
    return [...this.#functions.values()];
  }

  findFunction(name: string): EdgeFunction | undefined {
    return this.#functions.get(name);
  }

  /** @throws AwsError `NoSuchFunctionExists` */
  function(name: string | undefined): EdgeFunction {
    const found = this.#functions.get(name ?? "");
    if (found === undefined) throw noSuchFunction();
    return found;
  }

  addFunction(added: EdgeFunction): void {
    this.#functions.set(added.name, added);
    this.keep(added);
  }

  deleteFunction(removed: EdgeFunction): void {
    this.#functions.delete(removed.name);
    this.#kept.functions.delete(removed.name);
  }

  /** The distributions whose default behaviour runs a function. */
  usersOf({ arn }: EdgeFunction): readonly Distribution[] {
    return this.distributions().filter(({ config }) =>
      config.DefaultCacheBehavior?.FunctionAssociations?.Items?.some((item) => item.FunctionARN === arn),
    );
  }

  newEtag(): string {
    return `E${this.environment.ids.text(13, UPPER_ALPHANUMERIC)}`;
  }

  keep(changed: Distribution | EdgeFunction): void {
    if ("domainName" in changed) this.#kept.distributions.put(changed.id, changed as unknown as Json);
    else this.#kept.functions.put(changed.name, changed as unknown as Json);
  }

  #domainName(id: string): string {
    return `${this.environment.endpointUrl.replace(/^https?:\/\//, "")}/${id}`;
  }
}

/** @throws AwsError `PreconditionFailed` when a write is not based on the current version. */
export function requireVersion(given: string | undefined, current: string): void {
  if (given !== undefined && given !== current) throw staleVersion();
}
