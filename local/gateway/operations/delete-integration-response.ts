import type {
  DeleteIntegrationResponseCommandInput,
  DeleteIntegrationResponseCommandOutput,
} from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { ownedBy } from "../owned-by.ts";

/** Removes one integration response. */
export const deleteIntegrationResponse: Operation<
  Apis,
  Wire<DeleteIntegrationResponseCommandInput>,
  Wire<DeleteIntegrationResponseCommandOutput>
> = {
  name: "DeleteIntegrationResponse",
  permissions: (input, apis) =>
    apis.permission(
      "DELETE",
      `apis/${input.ApiId}/integrations/${input.IntegrationId}/integrationresponses/${input.IntegrationResponseId}`,
    ),
  run: (input, _call, apis) => {
    const { integrationResponses } = apis.get(input.ApiId);
    ownedBy(integrationResponses, input.IntegrationId, input.IntegrationResponseId);
    integrationResponses.remove(input.IntegrationResponseId);
    apis.autoDeploy(input.ApiId);
    return {};
  },
};
