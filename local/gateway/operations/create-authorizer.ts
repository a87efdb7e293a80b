import type {
  Authorizer,
  CreateAuthorizerCommandInput,
  CreateAuthorizerCommandOutput,
} from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { stated } from "../merge.ts";
import { AUTHORIZERS, checkQuota } from "../quotas.ts";
import { checkAuthorizer } from "../validation.ts";

/** Adds an authorizer. */
export const createAuthorizer: Operation<
  Apis,
  Wire<CreateAuthorizerCommandInput>,
  Wire<CreateAuthorizerCommandOutput>
> = {
  name: "CreateAuthorizer",
  permissions: (input, apis) => apis.permission("POST", `apis/${input.ApiId}/authorizers`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    const AuthorizerId = apis.newChildId();
    const value = { ...stated(input, ["ApiId"]), AuthorizerId } as Wire<Authorizer>;
    checkAuthorizer(value);
    checkQuota(record.authorizers, AUTHORIZERS);
    record.authorizers.put(AuthorizerId, value);
    apis.autoDeploy(input.ApiId);
    return value as Wire<CreateAuthorizerCommandOutput>;
  },
};
