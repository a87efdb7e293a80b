import type { GetAuthorizerCommandInput, GetAuthorizerCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";

/** One authorizer of an API. */
export const getAuthorizer: Operation<Apis, Wire<GetAuthorizerCommandInput>, Wire<GetAuthorizerCommandOutput>> = {
  name: "GetAuthorizer",
  permissions: (input, apis) => apis.permission("GET", `apis/${input.ApiId}/authorizers/${input.AuthorizerId}`),
  run: (input, _call, apis) =>
    apis.get(input.ApiId).authorizers.get(input.AuthorizerId) as Wire<GetAuthorizerCommandOutput>,
};
