import type { Api, CreateApiCommandInput, CreateApiCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkApi, checkNoQuickCreate } from "../api-checks.ts";
import type { Apis } from "../apis.ts";
import { stated } from "../merge.ts";

/** Makes a WebSocket API. Its endpoint is on this machine. */
export const createApi: Operation<Apis, Wire<CreateApiCommandInput>, Wire<CreateApiCommandOutput>> = {
  name: "CreateApi",
  permissions: (_input, apis) => apis.permission("POST", "apis"),
  run: (input, _call, apis) => {
    checkNoQuickCreate(input);
    const ApiId = apis.newApiId();
    const api = {
      ApiKeySelectionExpression: "$request.header.x-api-key",
      DisableExecuteApiEndpoint: false,
      IpAddressType: "ipv4",
      Tags: {},
      ...stated(input, []),
      ApiEndpoint: apis.endpoint(ApiId),
      ApiId,
      CreatedDate: apis.now(),
    } as Wire<Api>;
    checkApi(api);
    return apis.put(api).api as Wire<CreateApiCommandOutput>;
  },
};
