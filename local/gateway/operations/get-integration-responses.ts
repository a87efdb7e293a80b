import type {
  GetIntegrationResponsesCommandInput,
  GetIntegrationResponsesCommandOutput,
} from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { pageOf } from "../pages.ts";

/** The responses of one integration, in pages. */
export const getIntegrationResponses: Operation<
  Apis,
  Wire<GetIntegrationResponsesCommandInput>,
  Wire<GetIntegrationResponsesCommandOutput>
> = {
  name: "GetIntegrationResponses",
  permissions: (input, apis) =>
    apis.permission("GET", `apis/${input.ApiId}/integrations/${input.IntegrationId}/integrationresponses`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    record.integrations.get(input.IntegrationId);
    const owned = record.integrationResponses.values().filter(({ owner }) => owner === input.IntegrationId);
    return pageOf(
      owned.map(({ value }) => value),
      input,
    ) as Wire<GetIntegrationResponsesCommandOutput>;
  },
};
