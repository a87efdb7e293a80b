import type {
  UpdateIntegrationResponseCommandInput,
  UpdateIntegrationResponseCommandOutput,
} from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { checkIntegrationResponse, checkOnlyOne } from "../integration-checks.ts";
import { merge } from "../merge.ts";
import { ownedBy } from "../owned-by.ts";

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
    const record = apis.get(input.ApiId);
    const responses = record.integrationResponses;
    const found = ownedBy(responses, input.IntegrationId, input.IntegrationResponseId);
    const value = merge(found.value, input, ["ApiId", "IntegrationId", "IntegrationResponseId"]);
    checkIntegrationResponse(value);
    checkOnlyOne(value, record, input.IntegrationId);
    responses.put(input.IntegrationResponseId ?? "", { ...found, value });
    apis.autoDeploy(input.ApiId);
    return value as Wire<UpdateIntegrationResponseCommandOutput>;
  },
};
