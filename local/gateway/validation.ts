import type { Authorizer, Model, Route } from "@aws-sdk/client-apigatewayv2";
import type { Json, Wire } from "../json.ts";
import type { Log } from "../log.ts";
import { readJson } from "../vtl/json.ts";
import type { ApiRecord } from "./api-record.ts";
import { badRequest, conflict, required } from "./errors.ts";
import { checkMembers } from "./member-checks.ts";
import { schemaFault } from "./schema/syntax.ts";
import { withWholeFloats } from "./whole-float.ts";

const PREDEFINED = new Set(["$connect", "$disconnect", "$default"]);
const SCHEMA_LIMIT = 32_768;

/** @throws AwsError when the route cannot be; the texts on targets and scopes are those of deployments (badmintoncryer/cdk-preflight). */
export function checkRoute(route: Wire<Route>, record: ApiRecord): void {
  const key = required(route.RouteKey, "RouteKey");
  if (key === "" || (key.startsWith("$") && !PREDEFINED.has(key))) {
    throw badRequest("The provided route key is not formatted properly");
  }
  const twin = record.routes.values().find((other) => other.RouteKey === key && other.RouteId !== route.RouteId);
  if (twin !== undefined) throw conflict(`Route with key ${key} already exists for this API`);
  checkMembers("Route", route);
  checkTarget(route, record);
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

function checkTarget(route: Wire<Route>, record: ApiRecord): void {
  const { Target: target } = route;
  if (target === undefined) return;
  const id = integrationOf(route);
  if (id === undefined || id === "") {
    throw badRequest(
      "Unexpected or malformed target in route. Correct format should be integrations/<integration_id>.",
    );
  }
  if (record.integrations.find(id) === undefined) {
    throw badRequest(`Invalid target: ${target} is no integration of this API`);
  }
}

function checkAuthorization(route: Wire<Route>, key: string, record: ApiRecord): void {
  const type = route.AuthorizationType ?? "NONE";
  if (type !== "JWT" && (route.AuthorizationScopes ?? []).length > 0) {
    throw badRequest("Authorization Scopes are only valid for COGNITO_USER_POOLS and JWT authorization type");
  }
  if (type === "NONE") return;
  if (key !== "$connect") throw badRequest("Currently, authorization is restricted to the $connect route only");
  if (type === "JWT") throw badRequest("Setting the authorization type to JWT requires a valid JWT authorizer.");
  if (type === "CUSTOM") record.authorizers.get(required(route.AuthorizerId, "AuthorizerId"));
}

/** @throws AwsError when the model cannot be. */
export function checkModel(model: Wire<Model>, record: ApiRecord, log: Log): void {
  const name = required(model.Name, "Name");
  checkMembers("Model", model);
  const { ContentType: type } = model;
  if (type !== undefined && !/^[\w.+-]+\/[\w.+-]+$/.test(type)) {
    throw badRequest(`Invalid content type specified: ${type}`);
  }
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
  const { AuthorizerUri: uri, AuthorizerCredentialsArn: role } = authorizer;
  if (uri === undefined) throw badRequest("AuthorizerUri is a required field in an Authorizer");
  checkMembers("Authorizer", authorizer);
  if (role !== undefined && !/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(role)) throw badRequest("Invalid role ARN");
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
