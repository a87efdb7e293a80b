import type { GetIntegrationsCommandInput, GetIntegrationsCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { pageOf } from "../pages.ts";

/** The integrations of an API, in pages. */
export const getIntegrations: Operation<Apis, Wire<GetIntegrationsCommandInput>, Wire<GetIntegrationsCommandOutput>> = {
  name: "GetIntegrations",
  permissions: (input, apis) => apis.permission("GET", `apis/${input.ApiId}/integrations`),
  run: (input, _call, apis) =>
    pageOf(apis.get(input.ApiId).integrations.values(), input) as Wire<GetIntegrationsCommandOutput>,
};
