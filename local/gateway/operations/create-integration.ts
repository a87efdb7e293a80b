import type { CreateIntegrationCommandInput, CreateIntegrationCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { checkIntegration } from "../integration-checks.ts";
import { integrationWithDefaults } from "../integration-defaults.ts";
import { stated } from "../merge.ts";
import { checkQuota, INTEGRATIONS } from "../quotas.ts";

/** Adds an integration. */
export const createIntegration: Operation<
  Apis,
  Wire<CreateIntegrationCommandInput>,
  Wire<CreateIntegrationCommandOutput>
> = {
  name: "CreateIntegration",
  permissions: (input, apis) => apis.permission("POST", `apis/${input.ApiId}/integrations`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    const IntegrationId = apis.newChildId();
    const value = integrationWithDefaults({ ...stated(input, ["ApiId"]), IntegrationId });
    checkIntegration(value);
    checkQuota(record.integrations, INTEGRATIONS);
    record.integrations.put(IntegrationId, value);
    apis.autoDeploy(input.ApiId);
    return value as Wire<CreateIntegrationCommandOutput>;
  },
};
