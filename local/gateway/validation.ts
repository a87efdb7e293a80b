import type { Authorizer, Integration, IntegrationResponse, Model, Route } from "@aws-sdk/client-apigatewayv2";
import type { Json, Wire } from "../json.ts";
import type { Log } from "../log.ts";
import { readJson } from "../vtl/json.ts";
import type { ApiRecord } from "./api-record.ts";
import { badRequest, conflict, required } from "./errors.ts";
import { schemaFault } from "./schema/syntax.ts";
import { withWholeFloats } from "./whole-float.ts";

const PREDEFINED = new Set(["$connect", "$disconnect", "$default"]);
const SCHEMA_LIMIT = 32_768;
const TIMEOUT = { least: 50, most: 29_000 } as const;

/** @throws AwsError when the route cannot be. */
export function checkRoute(route: Wire<Route>, record: ApiRecord): void {
  const key = required(route.RouteKey, "RouteKey");
  if (key === "" || (key.startsWith("$") && !PREDEFINED.has(key))) {
    throw badRequest("The provided route key is not formatted properly");
  }
  const twin = record.routes.values().find((other) => other.RouteKey === key && other.RouteId !== route.RouteId);
  if (twin !== undefined) throw conflict(`Route with key ${key} already exists for this API`);
  const integrationId = integrationOf(route);
  if (route.Target !== undefined && record.integrations.find(integrationId) === undefined) {
    throw badRequest(`Invalid target: ${route.Target} is no integration of this API`);
  }
  checkAuthorization(route, key, record);
}

/** A route as AWS keeps it: an authorizer stays only with CUSTOM authorization (terraform-provider-aws#40833). */
export function keptRoute(route: Wire<Route>): Wire<Route> {
  if (route.AuthorizationType === "CUSTOM") return route;
  const { AuthorizerId: _forgotten, ...kept } = route;
  return kept;
}

/** The id in a route's `integrations/{id}`. */
export function integrationOf(route: Wire<Route>): string | undefined {
  return route.Target?.startsWith("integrations/") ? route.Target.slice("integrations/".length) : undefined;
}

function checkAuthorization(route: Wire<Route>, key: string, record: ApiRecord): void {
  const type = route.AuthorizationType ?? "NONE";
  if (type === "NONE") return;
  if (key !== "$connect") throw badRequest("Currently, authorization is restricted to the $connect route only");
  if (type === "JWT") throw badRequest("JWT authorizers are not supported for WebSocket APIs");
  if (type === "CUSTOM") record.authorizers.get(required(route.AuthorizerId, "AuthorizerId"));
}

/** @throws AwsError when the integration cannot be. */
export function checkIntegration(integration: Wire<Integration>): void {
  const type = required(integration.IntegrationType, "IntegrationType");
  if (integration.ConnectionType === "VPC_LINK") {
    throw badRequest("ConnectionType VPC_LINK is not supported by the local runtime");
  }
  const timeout = integration.TimeoutInMillis;
  if (timeout !== undefined && (timeout < TIMEOUT.least || timeout > TIMEOUT.most)) {
    throw badRequest(`Timeout should be between ${TIMEOUT.least} ms and ${TIMEOUT.most} ms`);
  }
  if (type === "MOCK") return;
  const uri = required(integration.IntegrationUri, "IntegrationUri");
  const isAws = type === "AWS" || type === "AWS_PROXY";
  if (isAws && !/^arn:[\w-]+:apigateway:[^:]*:[^:]+:(?:path|action)\//.test(uri)) {
    throw badRequest("Invalid ARN specified in the request");
  }
  if (type === "AWS_PROXY" && !uri.includes(":lambda:path/")) {
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    );
  }
  if (type === "AWS_PROXY" && (integration.IntegrationMethod ?? "POST") !== "POST") {
    throw badRequest("HttpMethod must be POST for AWS_PROXY IntegrationType");
  }
  if (!isAws && !/^(?:https?:\/\/|\$\{stageVariables\.)/.test(uri)) {
    throw badRequest("Invalid HTTP endpoint specified for URI");
  }
}

/** @throws AwsError when the integration response cannot be. */
export function checkIntegrationResponse(response: Wire<IntegrationResponse>): void {
  const key = required(response.IntegrationResponseKey, "IntegrationResponseKey");
  if (key === "$default") return;
  const pattern = /^\/(.*)\/$/s.exec(key)?.[1];
  if (pattern === undefined) {
    throw badRequest(`Invalid integration response key ${key}: it is $default or a regular expression between slashes`);
  }
}

/** @throws AwsError when the model cannot be. */
export function checkModel(model: Wire<Model>, record: ApiRecord, log: Log): void {
  const name = required(model.Name, "Name");
  if (!/^[A-Za-z0-9]+$/.test(name)) throw badRequest(`Model name must be alphanumeric: ${name}`);
  const twin = record.models.values().find((other) => other.Name === name && other.ModelId !== model.ModelId);
  if (twin !== undefined) throw conflict(`Model name already exists for this Api: ${name}`);
  const schema = required(model.Schema, "Schema");
  if (schema.length > SCHEMA_LIMIT) throw badRequest(`Model schema is longer than ${SCHEMA_LIMIT} characters`);
  if (record.api.DisableSchemaValidation === true) return;
  const fault = faultOf(schema);
  if (fault === undefined) return;
  log.warn(
    `The model ${name} is refused: ${fault}. API Gateway takes JSON schemas of draft-04, and no other keywords.`,
  );
  throw badRequest("Invalid model schema specified");
}

function faultOf(text: string): string | undefined {
  try {
    const schema: Json = JSON.parse(text);
    // JSON.parse takes 2.0 for an integer, which it is not to the validator.
    return schemaFault(withWholeFloats(readJson(text)) ?? schema);
  } catch (error) {
    return `it is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What only authorizers of HTTP APIs have. */
const HTTP_AUTHORIZER_MEMBERS = [
  "AuthorizerPayloadFormatVersion",
  "AuthorizerResultTtlInSeconds",
  "EnableSimpleResponses",
  "JwtConfiguration",
] as const;

const IDENTITY_SOURCE = /^(?:route\.request\.(?:header|querystring)|context|stageVariables)\.[a-zA-Z0-9._-]+$/;

/** @throws AwsError when the authorizer cannot be; the texts are radkawar/stackd's, compared with AWS there. */
export function checkAuthorizer(authorizer: Wire<Authorizer>): void {
  required(authorizer.Name, "Name");
  if (authorizer.AuthorizerType !== "REQUEST") {
    throw badRequest("Invalid authorizer type. Only REQUEST authorizer type is supported on WEBSOCKET protocol Apis.");
  }
  for (const member of HTTP_AUTHORIZER_MEMBERS) {
    if (authorizer[member] !== undefined) throw badRequest(`${member} cannot be set for WEBSOCKET protocol Apis.`);
  }
  const uri = required(authorizer.AuthorizerUri, "AuthorizerUri");
  if (!/:lambda:path\/[^/]+\/functions\/.+\/invocations$/.test(uri)) throw badRequest("Invalid authorizer URI");
  for (const source of authorizer.IdentitySource ?? []) {
    if (IDENTITY_SOURCE.test(source)) continue;
    throw badRequest(
      `Invalid request identity source expression: ${source}. The sources must be separated by comma, and each source ` +
        "must be either a request parameter, matching 'route.request.querystring|header.[a-zA-Z0-9._-]+', or a stage " +
        "variable, matching 'stageVariables.[a-zA-Z0-9._-]+', or a context parameter, matching 'context.[a-zA-Z0-9._-]+'",
    );
  }
}
