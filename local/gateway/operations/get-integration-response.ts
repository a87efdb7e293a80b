import type {
  GetIntegrationResponseCommandInput,
  GetIntegrationResponseCommandOutput,
} from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { ownedBy } from "../owned-by.ts";

/** One integration response. */
export const getIntegrationResponse: Operation<
  Apis,
  Wire<GetIntegrationResponseCommandInput>,
  Wire<GetIntegrationResponseCommandOutput>
> = {
  name: "GetIntegrationResponse",
  permissions: (input, apis) =>
    apis.permission(
      "GET",
      `apis/${input.ApiId}/integrations/${input.IntegrationId}/integrationresponses/${input.IntegrationResponseId}`,
    ),
  run: (input, _call, apis) =>
    ownedBy(apis.get(input.ApiId).integrationResponses, input.IntegrationId, input.IntegrationResponseId)
      .value as Wire<GetIntegrationResponseCommandOutput>,
};
