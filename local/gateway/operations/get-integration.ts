import type { GetIntegrationCommandInput, GetIntegrationCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";

/** One integration of an API. */
export const getIntegration: Operation<Apis, Wire<GetIntegrationCommandInput>, Wire<GetIntegrationCommandOutput>> = {
  name: "GetIntegration",
  permissions: (input, apis) => apis.permission("GET", `apis/${input.ApiId}/integrations/${input.IntegrationId}`),
  run: (input, _call, apis) =>
    apis.get(input.ApiId).integrations.get(input.IntegrationId) as Wire<GetIntegrationCommandOutput>,
};
