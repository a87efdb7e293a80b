import type { CheckFailure, Properties } from "../handler.ts";

/** What is wrong with several properties together; those that are not wholly known are absent. */
type Check = (inputs: Properties, unknown: ReadonlySet<string>) => readonly CheckFailure[];

/** What only HTTP APIs have; the local runtime serves none. */
const HTTP_ONLY = ["body", "corsConfiguration", "credentialsArn", "failOnWarnings", "routeKey", "target"];

/** APIs that are none, or could select no route. */
export const checkApi: Check = ({ protocolType, routeSelectionExpression: expression, ...inputs }, unknown) => {
  const failures: CheckFailure[] = HTTP_ONLY.filter((property) => inputs[property] !== undefined).map((property) => ({
    property,
    reason: "is for HTTP APIs, which the local runtime does not serve",
  }));
  if (protocolType === "HTTP") {
    return [...failures, { property: "protocolType", reason: "HTTP APIs are not served by the local runtime" }];
  }
  if (unknown.has("protocolType")) return failures;
  // The provider's default is the expression of HTTP APIs.
  if (typeof expression === "string" && /\$\{?request\.(?:method|path)/.test(expression)) {
    const reason = `${expression} is for HTTP APIs: that of a WebSocket API reads the message, as $request.body.action does`;
    failures.push({ property: "routeSelectionExpression", reason });
  }
  return failures;
};

/** Who may use a route is asked when a client connects, and only then (DG/apigateway-websocket-api-route-keys-connect-disconnect). */
export const checkRoute: Check = (
  { authorizationType, authorizationScopes: scopes, authorizerId, routeKey },
  unknown,
) => {
  const failures: CheckFailure[] = [];
  const refuse = (property: string, reason: string): number => failures.push({ property, reason });
  if (Array.isArray(scopes) && scopes.length > 0) {
    refuse("authorizationScopes", "are for JWT authorization, which is for HTTP APIs");
  }
  if (authorizationType === undefined || authorizationType === "NONE") return failures;
  if (routeKey !== undefined && routeKey !== "$connect") {
    refuse("authorizationType", "Currently, authorization is restricted to the $connect route only");
  }
  if (authorizationType === "JWT") refuse("authorizationType", "JWT is for HTTP APIs");
  if (authorizationType === "CUSTOM" && authorizerId === undefined && !unknown.has("authorizerId")) {
    refuse("authorizerId", "is required when authorizationType is CUSTOM");
  }
  return failures;
};

/** What an integration calls, and how (ApiGatewayV2 API, CreateIntegration). */
export const checkIntegration: Check = (inputs, unknown) => {
  const { integrationType: type, integrationUri: uri, integrationMethod: method } = inputs;
  const failures: CheckFailure[] = [];
  const refuse = (property: string, reason: string): number => failures.push({ property, reason });
  if (inputs["connectionType"] === "VPC_LINK") {
    refuse("connectionType", "VPC_LINK is not served by the local runtime: leave it out of local runs");
  }
  const version = inputs["payloadFormatVersion"];
  if (version !== undefined && version !== "1.0") {
    refuse("payloadFormatVersion", `${String(version)} is for HTTP APIs: a WebSocket API has 1.0 only`);
  }
  if (type === "MOCK" || type === undefined) return failures;
  if (uri === undefined && !unknown.has("integrationUri")) {
    refuse("integrationUri", `is required when integrationType is ${String(type)}`);
  }
  const isAws = type === "AWS" || type === "AWS_PROXY";
  if (!isAws && method === undefined && !unknown.has("integrationMethod")) {
    refuse("integrationMethod", `is required when integrationType is ${String(type)}`);
  }
  if (typeof uri !== "string") return failures;
  if (isAws && !/^arn:[\w-]+:apigateway:[^:]*:[^:]+:(?:path|action)\//.test(uri)) {
    refuse("integrationUri", `${uri} is no ARN of an action or a path of API Gateway`);
  } else if (!isAws && !/^(?:https?:\/\/|\$\{stageVariables\.)/.test(uri)) {
    refuse("integrationUri", `${uri} is no URL of http or https`);
  }
  return failures;
};

/** WebSocket APIs have Lambda authorizers only. */
export const checkAuthorizer: Check = ({ authorizerType, authorizerUri }, unknown) => {
  if (authorizerType === "JWT") return [{ property: "authorizerType", reason: "JWT is for HTTP APIs" }];
  if (authorizerUri !== undefined || unknown.has("authorizerUri") || unknown.has("authorizerType")) return [];
  return [{ property: "authorizerUri", reason: "is required when authorizerType is REQUEST" }];
};
