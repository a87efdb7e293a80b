import type { DeleteIntegrationCommandInput, DeleteIntegrationCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { conflict } from "../errors.ts";
import { integrationOf } from "../validation.ts";

/** Removes an integration that no route points at, and its responses. */
export const deleteIntegration: Operation<
  Apis,
  Wire<DeleteIntegrationCommandInput>,
  Wire<DeleteIntegrationCommandOutput>
> = {
  name: "DeleteIntegration",
  permissions: (input, apis) => apis.permission("DELETE", `apis/${input.ApiId}/integrations/${input.IntegrationId}`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    record.integrations.get(input.IntegrationId);
    const users = record.routes.values().filter((route) => integrationOf(route) === input.IntegrationId);
    if (users.length > 0) {
      const ids = users.map(({ RouteId }) => RouteId).join(", ");
      throw conflict(`Cannot delete Integration because it is referenced by the following Routes with Ids: [${ids}]`);
    }
    record.integrations.remove(input.IntegrationId);
    for (const [id, { owner }] of record.integrationResponses.entries()) {
      if (owner === input.IntegrationId) record.integrationResponses.remove(id);
    }
    apis.autoDeploy(input.ApiId);
    return {};
  },
};
