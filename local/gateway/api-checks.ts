import type { Api, CreateApiCommandInput } from "@aws-sdk/client-apigatewayv2";
import type { Wire } from "../json.ts";
import { badRequest } from "./errors.ts";
import { checkMembers } from "./member-checks.ts";

/** Where a key may come from (DG/apigateway-websocket-api-selection-expressions). */
const KEY_EXPRESSION = /^\$(?:request\.header\.x-api-key|context\.authorizer\.usageIdentifierKey)$/;

/** What makes an HTTP API with a route at once. */
const QUICK_CREATE = ["CredentialsArn", "RouteKey", "Target"] as const;

/**
 * @throws AwsError when the API cannot be; HTTP APIs are not served by the local runtime. The texts on names, on missing
 * expressions and on CORS are those of deployments (badmintoncryer/cdk-preflight, rules of apigatewayv2).
 */
export function checkApi(api: Wire<Api>): void {
  if (api.Name === undefined) throw badRequest("Invalid API name specified");
  const protocol = api.ProtocolType;
  if (protocol !== "HTTP" && protocol !== "WEBSOCKET") {
    throw badRequest("Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]");
  }
  if (protocol !== "WEBSOCKET") {
    throw badRequest(`ProtocolType ${protocol} is not supported by the local runtime: it serves WEBSOCKET APIs only`);
  }
  const expression = api.RouteSelectionExpression;
  if (expression === undefined) throw badRequest("Invalid routeSelectionExpression");
  if (/\$\{?request\.(?:method|path)/.test(expression)) {
    throw badRequest(
      `Invalid RouteSelectionExpression for a WEBSOCKET API: ${expression}. It reads the message, as $request.body.action does.`,
    );
  }
  if (!KEY_EXPRESSION.test(api.ApiKeySelectionExpression?.replace(/^\$\{(.*)\}$/, "$$$1") ?? "")) {
    throw badRequest("Invalid apiKeySelectionExpression");
  }
  if (api.CorsConfiguration !== undefined) throw badRequest("Cors is not supported for WEBSOCKET protocolType");
  checkMembers("Api", api);
}

/** @throws AwsError for a request that would make a route of an HTTP API as well; the text is ours. */
export function checkNoQuickCreate(input: Partial<Wire<CreateApiCommandInput>>): void {
  for (const member of QUICK_CREATE) {
    if (input[member] !== undefined) throw badRequest(`${member} is not supported for WEBSOCKET protocolType`);
  }
}
