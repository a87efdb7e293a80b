import type {
  Api,
  Authorizer,
  Deployment,
  Integration,
  IntegrationResponse,
  Model,
  Route,
  RouteResponse,
  Stage,
} from "@aws-sdk/client-apigatewayv2";
import type { Wire } from "../json.ts";
import type { Children } from "./children.ts";

/** What belongs to something that belongs to the API: a response and the id of its route or integration. */
export interface Owned<T> {
  readonly owner: string;
  readonly value: T;
}

/** A deployment and what it froze. */
export interface DeploymentRecord {
  readonly deployment: Wire<Deployment>;
  readonly snapshot: Snapshot;
}

/** One API with everything in it, as the control plane sees it. */
export interface ApiRecord {
  readonly api: Wire<Api>;
  readonly routes: Children<Wire<Route>>;
  readonly routeResponses: Children<Owned<Wire<RouteResponse>>>;
  readonly integrations: Children<Wire<Integration>>;
  readonly integrationResponses: Children<Owned<Wire<IntegrationResponse>>>;
  readonly models: Children<Wire<Model>>;
  readonly authorizers: Children<Wire<Authorizer>>;
  readonly deployments: Children<DeploymentRecord>;
  readonly stages: Children<Wire<Stage>>;
}

/** What a deployment freezes: everything of the API but its stages (DG/apigateway-set-up-websocket-deployment). */
export interface Snapshot {
  readonly routeSelectionExpression: string;
  readonly apiKeySelectionExpression: string;
  readonly disableExecuteApiEndpoint: boolean;
  readonly routes: readonly SnapshotRoute[];
  readonly integrations: readonly SnapshotIntegration[];
  /** Schemas by model name. */
  readonly models: Readonly<Record<string, string>>;
  readonly authorizers: readonly Wire<Authorizer>[];
}

/**
 * A route, and whether it has a route response: then and only then it answers
 * (DG/apigateway-websocket-api-route-response).
 */
export interface SnapshotRoute {
  readonly route: Wire<Route>;
  readonly answers: boolean;
}

export interface SnapshotIntegration {
  readonly integration: Wire<Integration>;
  readonly responses: readonly Wire<IntegrationResponse>[];
}

/** Freezes the API as it is now. */
export function snapshotOf(record: ApiRecord): Snapshot {
  return structuredClone({
    routeSelectionExpression: record.api.RouteSelectionExpression ?? "",
    apiKeySelectionExpression: record.api.ApiKeySelectionExpression ?? "",
    disableExecuteApiEndpoint: record.api.DisableExecuteApiEndpoint ?? false,
    routes: record.routes.values().map((route) => ({
      route,
      answers: record.routeResponses.values().some(({ owner }) => owner === route.RouteId),
    })),
    integrations: record.integrations.values().map((integration) => ({
      integration,
      responses: record.integrationResponses
        .values()
        .filter(({ owner }) => owner === integration.IntegrationId)
        .map(({ value }) => value),
    })),
    models: Object.fromEntries(record.models.values().map((model) => [model.Name ?? "", model.Schema ?? "{}"])),
    authorizers: record.authorizers.values(),
  });
}
