import type {
  UpdateIntegrationResponseCommandInput,
  UpdateIntegrationResponseCommandOutput,
} from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { merge } from "../merge.ts";
import { checkIntegrationResponse } from "../validation.ts";

/** Changes an integration response. */
export const updateIntegrationResponse: Operation<
  Apis,
  Wire<UpdateIntegrationResponseCommandInput>,
  Wire<UpdateIntegrationResponseCommandOutput>
> = {
  name: "UpdateIntegrationResponse",
  permissions: (input, apis) =>
    apis.permission(
      "PATCH",
      `apis/${input.ApiId}/integrations/${input.IntegrationId}/integrationresponses/${input.IntegrationResponseId}`,
    ),
  run: (input, _call, apis) => {
    const responses = apis.get(input.ApiId).integrationResponses;
    const found = responses.get(input.IntegrationResponseId);
    const value = merge(found.value, input, ["ApiId", "IntegrationId", "IntegrationResponseId"]);
    checkIntegrationResponse(value);
    responses.put(input.IntegrationResponseId ?? "", { ...found, value });
    apis.autoDeploy(input.ApiId);
    return value as Wire<UpdateIntegrationResponseCommandOutput>;
  },
};
