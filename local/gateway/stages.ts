import type { Environment } from "../module.ts";
import type { Apis } from "./apis.ts";
import type { Fetch } from "./integrations/http.ts";
import { StageRuntime } from "./stage-runtime.ts";

/** The stages that clients can reach, compiled when somebody first does. */
export class Stages {
  readonly #apis: Apis;
  readonly #environment: Environment;
  readonly #fetch: Fetch;
  readonly #compiled = new Map<string, Map<string, StageRuntime | undefined>>();

  constructor(apis: Apis, environment: Environment, fetchUrl: Fetch) {
    this.#apis = apis;
    this.#environment = environment;
    this.#fetch = fetchUrl;
    apis.onChange((apiId) => {
      this.#compiled.delete(apiId);
    });
  }

  /** Undefined for an unknown API or stage, and for a stage without a deployment: none of them takes connections. */
  find(apiId: string, name: string): StageRuntime | undefined {
    let stages = this.#compiled.get(apiId);
    if (stages === undefined) {
      if (this.#apis.find(apiId) === undefined) return undefined;
      stages = new Map();
      this.#compiled.set(apiId, stages);
    }
    if (!stages.has(name)) stages.set(name, this.#compile(apiId, name));
    return stages.get(name);
  }

  /** Whether there is such a stage, deployed or not. */
  exists(apiId: string, name: string): boolean {
    return this.#apis.find(apiId)?.stages.find(name) !== undefined;
  }

  knows(apiId: string): boolean {
    return this.#apis.find(apiId) !== undefined;
  }

  #compile(apiId: string, name: string): StageRuntime | undefined {
    const record = this.#apis.find(apiId);
    const stage = record?.stages.find(name);
    const deployment = record?.deployments.find(stage?.DeploymentId);
    if (record === undefined || stage === undefined || deployment === undefined) return undefined;
    return new StageRuntime(record, stage, deployment.snapshot, this.#environment, this.#fetch);
  }
}
