import type { Api } from "@aws-sdk/client-apigatewayv2";
import type { Wire } from "../json.ts";
import { badRequest, required } from "./errors.ts";

/** @throws AwsError when the API cannot be; HTTP APIs are not served by the local runtime. */
export function checkApi(api: Wire<Api>): void {
  required(api.Name, "Name");
  const protocol = required(api.ProtocolType, "ProtocolType");
  if (!["HTTP", "WEBSOCKET"].includes(protocol)) {
    throw badRequest("Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]");
  }
  if (protocol !== "WEBSOCKET") {
    throw badRequest(`ProtocolType ${protocol} is not supported by the local runtime: it serves WEBSOCKET APIs only`);
  }
  const expression = api.RouteSelectionExpression;
  if (expression === undefined) throw badRequest("RouteSelectionExpression must be set for WEBSOCKET APIs");
  if (/\$\{?request\.(?:method|path)/.test(expression)) {
    throw badRequest(
      `Invalid RouteSelectionExpression for a WEBSOCKET API: ${expression}. It reads the message, as $request.body.action does.`,
    );
  }
}
