import type { UpdateIntegrationCommandInput, UpdateIntegrationCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { checkIntegration } from "../integration-checks.ts";
import { merge } from "../merge.ts";

/** Changes an integration. */
export const updateIntegration: Operation<
  Apis,
  Wire<UpdateIntegrationCommandInput>,
  Wire<UpdateIntegrationCommandOutput>
> = {
  name: "UpdateIntegration",
  permissions: (input, apis) => apis.permission("PATCH", `apis/${input.ApiId}/integrations/${input.IntegrationId}`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    const value = merge(record.integrations.get(input.IntegrationId), input, ["ApiId", "IntegrationId"]);
    checkIntegration(value);
    record.integrations.put(input.IntegrationId ?? "", value);
    apis.autoDeploy(input.ApiId);
    return value as Wire<UpdateIntegrationCommandOutput>;
  },
};
