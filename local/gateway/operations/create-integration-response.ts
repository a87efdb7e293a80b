import type {
  CreateIntegrationResponseCommandInput,
  CreateIntegrationResponseCommandOutput,
  IntegrationResponse,
} from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { required } from "../errors.ts";
import { checkIntegrationResponse, checkOnlyOne } from "../integration-checks.ts";
import { stated } from "../merge.ts";

/** Adds an integration response. */
export const createIntegrationResponse: Operation<
  Apis,
  Wire<CreateIntegrationResponseCommandInput>,
  Wire<CreateIntegrationResponseCommandOutput>
> = {
  name: "CreateIntegrationResponse",
  permissions: (input, apis) =>
    apis.permission("POST", `apis/${input.ApiId}/integrations/${input.IntegrationId}/integrationresponses`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    record.integrations.get(input.IntegrationId);
    const IntegrationResponseId = apis.newChildId();
    const value = { ...stated(input, ["ApiId", "IntegrationId"]), IntegrationResponseId } as Wire<IntegrationResponse>;
    checkIntegrationResponse(value);
    checkOnlyOne(value, record, input.IntegrationId);
    record.integrationResponses.put(IntegrationResponseId, {
      owner: required(input.IntegrationId, "IntegrationId"),
      value,
    });
    apis.autoDeploy(input.ApiId);
    return value as Wire<CreateIntegrationResponseCommandOutput>;
  },
};
