import type { Environment } from "../module.ts";
import type { Snapshot, SnapshotRoute } from "./api-record.ts";
import type { CompiledRoute, Protection, RequiredParameter } from "./compiled-route.ts";
import { type CompiledIntegration, compileIntegration } from "./integrations/compile.ts";
import type { Fetch } from "./integrations/http.ts";
import { compileModelValidation } from "./model-validation.ts";
import { integrationOf } from "./validation.ts";

/** Compiles the routes of a deployment for a stage, by key. */
export function compileRoutes(
  snapshot: Snapshot,
  variables: Readonly<Record<string, string>>,
  environment: Environment,
  fetchUrl: Fetch,
): ReadonlyMap<string, CompiledRoute> {
  const integrations = new Map<string, CompiledIntegration>(
    snapshot.integrations.map((one) => [
      one.integration.IntegrationId ?? "",
      compileIntegration(one, variables, environment, fetchUrl),
    ]),
  );
  return new Map(
    snapshot.routes.map((one) => [
      one.route.RouteKey ?? "",
      {
        key: one.route.RouteKey ?? "",
        answers: one.answers,
        integration: integrations.get(integrationOf(one.route) ?? ""),
        validate: compileModelValidation(one, snapshot.models, environment.log),
        required: requiredParameters(one),
        protection: protectionOf(one, snapshot),
        apiKeyFrom: one.route.ApiKeyRequired === true ? apiKeySource(snapshot) : undefined,
      },
    ]),
  );
}

/** The two expressions there are (DG/apigateway-websocket-api-selection-expressions). */
function apiKeySource({ apiKeySelectionExpression: expression }: Snapshot): "header" | "authorizer" {
  return expression.includes("context.authorizer.usageIdentifierKey") ? "authorizer" : "header";
}

function requiredParameters({ route }: SnapshotRoute): RequiredParameter[] {
  return Object.entries(route.RequestParameters ?? {}).flatMap(([key, constraint]): RequiredParameter[] => {
    const [, place, name] = /^route\.request\.(header|querystring)\.(.+)$/.exec(key) ?? [];
    if (constraint?.Required !== true || place === undefined || name === undefined) return [];
    return [{ place: place === "header" ? "header" : "querystring", name }];
  });
}

function protectionOf({ route }: SnapshotRoute, snapshot: Snapshot): Protection {
  const type = route.AuthorizationType ?? "NONE";
  switch (type) {
    case "NONE":
    case "JWT":
      return { kind: "none" };
    case "AWS_IAM":
      return { kind: "iam" };
    case "CUSTOM": {
      const authorizer = snapshot.authorizers.find(({ AuthorizerId }) => AuthorizerId === route.AuthorizerId);
      return authorizer === undefined ? { kind: "none" } : { kind: "authorizer", authorizer };
    }
    default: {
      const never: never = type;
      throw new Error(`unknown authorization type ${String(never)}`);
    }
  }
}
