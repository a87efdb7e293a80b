import type { UpdateAuthorizerCommandInput, UpdateAuthorizerCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { merge } from "../merge.ts";
import { checkAuthorizer } from "../validation.ts";

/** Changes an authorizer. */
export const updateAuthorizer: Operation<
  Apis,
  Wire<UpdateAuthorizerCommandInput>,
  Wire<UpdateAuthorizerCommandOutput>
> = {
  name: "UpdateAuthorizer",
  permissions: (input, apis) => apis.permission("PATCH", `apis/${input.ApiId}/authorizers/${input.AuthorizerId}`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    const value = merge(record.authorizers.get(input.AuthorizerId), input, ["ApiId", "AuthorizerId"]);
    checkAuthorizer(value);
    record.authorizers.put(input.AuthorizerId ?? "", value);
    apis.autoDeploy(input.ApiId);
    return value as Wire<UpdateAuthorizerCommandOutput>;
  },
};
