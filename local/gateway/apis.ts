import type { Api } from "@aws-sdk/client-apigatewayv2";
import type { Permission } from "../aws/service.ts";
import { LOWER_ALPHANUMERIC } from "../ids.ts";
import type { Json, Wire } from "../json.ts";
import type { Environment } from "../module.ts";
import type { Collection } from "../storage.ts";
import type { Account } from "./account.ts";
import { type ApiRecord, snapshotOf } from "./api-record.ts";
import { Children } from "./children.ts";
import { notFound } from "./errors.ts";

/** The kinds of things in an API, and what AWS's messages call them. */
const KINDS = {
  routes: "Route",
  routeResponses: "RouteResponse",
  integrations: "Integration",
  integrationResponses: "IntegrationResponse",
  models: "Model",
  authorizers: "Authorizer",
  deployments: "Deployment",
  stages: "Stage",
} as const;

type Kind = keyof typeof KINDS;
type KeptApi = { readonly api: Wire<Api> } & Readonly<Record<Kind, readonly (readonly [string, never])[]>>;

const CHILD_ID_LENGTH = 7;
const DEPLOYMENT_ID_LENGTH = 6;
const API_ID_LENGTH = 10;

/** The WebSocket APIs of the account: the state of the control plane. */
export class Apis {
  readonly environment: Environment;
  readonly account: Account;
  readonly #records = new Map<string, ApiRecord>();
  readonly #collection: Collection;
  readonly #listeners: ((apiId: string) => void)[] = [];

  constructor(environment: Environment, account: Account) {
    this.environment = environment;
    this.account = account;
    account.knowStages(({ ApiId, Stage }) => this.find(ApiId)?.stages.find(Stage) !== undefined);
    this.#collection = environment.storage.collection("apigatewayv2");
    for (const [apiId, kept] of this.#collection.entries()) this.#records.set(apiId, this.#revive(apiId, kept));
  }

  /** Calls `listener` after every change to an API, its removal included. */
  onChange(listener: (apiId: string) => void): void {
    this.#listeners.push(listener);
  }

  /** @throws AwsError `NotFoundException`. */
  get(apiId: string | undefined): ApiRecord {
    const record = this.find(apiId);
    if (record === undefined) {
      throw notFound(`Invalid API identifier specified ${this.environment.scope.account}:${apiId ?? ""}`);
    }
    return record;
  }

  find(apiId: string | undefined): ApiRecord | undefined {
    return apiId === undefined ? undefined : this.#records.get(apiId);
  }

  all(): ApiRecord[] {
    return [...this.#records.values()];
  }

  /** Adds an API, or puts another description in the place of the one it has. */
  put(api: Wire<Api>): ApiRecord {
    const apiId = api.ApiId ?? "";
    const known = this.#records.get(apiId);
    const record = known === undefined ? this.#empty(apiId, api) : { ...known, api };
    this.#records.set(apiId, record);
    this.#changed(apiId);
    return record;
  }

  remove(apiId: string | undefined): void {
    this.get(apiId);
    this.#records.delete(apiId ?? "");
    this.#changed(apiId ?? "");
  }

  newApiId(): string {
    return this.#newId(API_ID_LENGTH);
  }

  newChildId(): string {
    return this.#newId(CHILD_ID_LENGTH);
  }

  newDeploymentId(): string {
    return this.#newId(DEPLOYMENT_ID_LENGTH);
  }

  /** Epoch seconds. */
  now(): number {
    return Math.floor(this.environment.clock.now() / 1000);
  }

  /** A stage with `AutoDeploy` gets a deployment of its own after each change of the API. */
  autoDeploy(apiId: string | undefined): void {
    const record = this.get(apiId);
    for (const stage of record.stages.values()) {
      if (stage.AutoDeploy !== true || record.routes.values().length === 0) continue;
      const DeploymentId = this.newDeploymentId();
      const deployment = {
        AutoDeployed: true,
        CreatedDate: this.now(),
        DeploymentId,
        DeploymentStatus: "DEPLOYED" as const,
        Description: "Automatic deployment triggered by changes to the Api configuration",
      };
      record.deployments.put(DeploymentId, { deployment, snapshot: snapshotOf(record) });
      record.stages.put(stage.StageName ?? "", {
        ...stage,
        DeploymentId,
        LastDeploymentStatusMessage: `Successfully deployed stage with deployment ID '${DeploymentId}'`,
        LastUpdatedDate: this.now(),
      });
    }
  }

  /** The control plane's actions are HTTP methods on paths of `apigateway` (service authorization reference). */
  permission(method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE", path: string): Permission[] {
    const { partition, region } = this.environment.scope;
    return [{ action: `apigateway:${method}`, resource: `arn:${partition}:apigateway:${region}::/${path}` }];
  }

  #newId(length: number): string {
    return this.environment.ids.text(length, LOWER_ALPHANUMERIC);
  }

  #empty(apiId: string, api: Wire<Api>): ApiRecord {
    const kept = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, []]));
    return this.#build(apiId, { ...kept, api } as unknown as KeptApi);
  }

  /** Where an API is reached: on this run's port, whatever the run had that made it. */
  endpoint(apiId: string): string {
    return `${this.environment.endpointUrl.replace(/^http/, "ws")}/${apiId}`;
  }

  #revive(apiId: string, value: Json): ApiRecord {
    const kept = value as unknown as KeptApi;
    return this.#build(apiId, { ...kept, api: { ...kept.api, ApiEndpoint: this.endpoint(apiId) } });
  }

  #build(apiId: string, kept: KeptApi): ApiRecord {
    const children = <T>(kind: Kind): Children<T> =>
      new Children<T>(KINDS[kind], () => this.#changed(apiId), kept[kind]);
    return {
      api: kept.api,
      routes: children("routes"),
      routeResponses: children("routeResponses"),
      integrations: children("integrations"),
      integrationResponses: children("integrationResponses"),
      models: children("models"),
      authorizers: children("authorizers"),
      deployments: children("deployments"),
      stages: children("stages"),
    };
  }

  #changed(apiId: string): void {
    const record = this.#records.get(apiId);
    if (record === undefined) this.#collection.delete(apiId);
    else this.#collection.put(apiId, serialise(record));
    for (const listener of this.#listeners) listener(apiId);
  }
}

function serialise(record: ApiRecord): Json {
  const kinds = Object.keys(KINDS) as Kind[];
  const children = kinds.map((kind) => [kind, record[kind].entries()] as const);
  return { api: record.api, ...Object.fromEntries(children) } as unknown as Json;
}
