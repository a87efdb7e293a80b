import type { RestRoute, RestWire } from "../aws/wire.ts";

type Method = RestRoute["method"];

/** Kinds of things under an API: path, singular, plural, id member. */
const CHILDREN = [
  ["routes", "Route", "Routes", "RouteId"],
  ["integrations", "Integration", "Integrations", "IntegrationId"],
  ["models", "Model", "Models", "ModelId"],
  ["authorizers", "Authorizer", "Authorizers", "AuthorizerId"],
  ["deployments", "Deployment", "Deployments", "DeploymentId"],
  ["stages", "Stage", "Stages", "StageName"],
  ["routes/{RouteId}/routeresponses", "RouteResponse", "RouteResponses", "RouteResponseId"],
  [
    "integrations/{IntegrationId}/integrationresponses",
    "IntegrationResponse",
    "IntegrationResponses",
    "IntegrationResponseId",
  ],
] as const;

const PAGES = { maxResults: "MaxResults", nextToken: "NextToken" };

/** Five operations on one kind of thing: list, create, read, change, remove. */
function crud(path: string, singular: string, plural: string, id: string): RestRoute[] {
  const one = `${path}/{${id}}`;
  return [
    { method: "GET", path, operation: `Get${plural}`, query: PAGES },
    { method: "POST", path, operation: `Create${singular}`, status: 201 },
    { method: "GET", path: one, operation: `Get${singular}` },
    { method: "PATCH", path: one, operation: `Update${singular}` },
    { method: "DELETE", path: one, operation: `Delete${singular}`, status: 204 },
  ];
}

function other(
  method: Method,
  path: string,
  operation: string,
  status: number,
  query?: Record<string, string>,
): RestRoute {
  return { method, path, operation, status, ...(query === undefined ? {} : { query }) };
}

/** How clients of `apigatewayv2` speak: REST with lower camel case members and ISO times (its service model). */
export const CONTROL_WIRE: RestWire = {
  protocol: "rest-json",
  signingName: "apigateway",
  casing: "camel",
  maps: [
    "RequestModels",
    "RequestParameters",
    "RequestTemplates",
    "ResponseModels",
    "ResponseParameters",
    "ResponseTemplates",
    "RouteSettings",
    "StageVariables",
    "Tags",
  ],
  timestamps: ["CreatedDate", "LastUpdatedDate"],
  wholeSeconds: true,
  routes: [
    ...crud("/v2/apis", "Api", "Apis", "ApiId"),
    ...CHILDREN.flatMap(([path, singular, plural, id]) => crud(`/v2/apis/{ApiId}/${path}`, singular, plural, id)),
    other(
      "DELETE",
      "/v2/apis/{ApiId}/routes/{RouteId}/requestparameters/{RequestParameterKey}",
      "DeleteRouteRequestParameter",
      204,
    ),
    other("DELETE", "/v2/apis/{ApiId}/stages/{StageName}/routesettings/{RouteKey}", "DeleteRouteSettings", 204),
    other("DELETE", "/v2/apis/{ApiId}/stages/{StageName}/accesslogsettings", "DeleteAccessLogSettings", 204),
    other("GET", "/v2/tags/{ResourceArn}", "GetTags", 200),
    other("POST", "/v2/tags/{ResourceArn}", "TagResource", 201),
    other("DELETE", "/v2/tags/{ResourceArn}", "UntagResource", 204, { tagKeys: "TagKeys[]" }),
  ],
};

const POSITIONS = { limit: "Limit", position: "Position" };

/** The part of `apigateway` (v1) that WebSocket APIs need: the account's settings, API keys and usage plans. */
export const ACCOUNT_WIRE: RestWire = {
  protocol: "rest-json",
  signingName: "apigateway",
  casing: "camel",
  maps: ["Tags"],
  routes: [
    { method: "GET", path: "/account", operation: "GetAccount" },
    { method: "PATCH", path: "/account", operation: "UpdateAccount" },
    other("GET", "/apikeys", "GetApiKeys", 200, {
      ...POSITIONS,
      name: "NameQuery",
      customerId: "CustomerId",
      includeValues: "IncludeValues",
    }),
    other("POST", "/apikeys", "CreateApiKey", 201),
    other("GET", "/apikeys/{ApiKey}", "GetApiKey", 200, { includeValue: "IncludeValue" }),
    other("PATCH", "/apikeys/{ApiKey}", "UpdateApiKey", 200),
    other("DELETE", "/apikeys/{ApiKey}", "DeleteApiKey", 202),
    other("GET", "/usageplans", "GetUsagePlans", 200, { ...POSITIONS, keyId: "KeyId" }),
    other("POST", "/usageplans", "CreateUsagePlan", 201),
    other("GET", "/usageplans/{UsagePlanId}", "GetUsagePlan", 200),
    other("PATCH", "/usageplans/{UsagePlanId}", "UpdateUsagePlan", 200),
    other("DELETE", "/usageplans/{UsagePlanId}", "DeleteUsagePlan", 202),
    other("GET", "/usageplans/{UsagePlanId}/keys", "GetUsagePlanKeys", 200, POSITIONS),
    other("POST", "/usageplans/{UsagePlanId}/keys", "CreateUsagePlanKey", 201),
    other("GET", "/usageplans/{UsagePlanId}/keys/{KeyId}", "GetUsagePlanKey", 200),
    other("DELETE", "/usageplans/{UsagePlanId}/keys/{KeyId}", "DeleteUsagePlanKey", 202),
  ],
};
