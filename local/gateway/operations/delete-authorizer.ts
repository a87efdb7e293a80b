import type { DeleteAuthorizerCommandInput, DeleteAuthorizerCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { conflict } from "../errors.ts";

/** Removes an authorizer that no route uses. */
export const deleteAuthorizer: Operation<
  Apis,
  Wire<DeleteAuthorizerCommandInput>,
  Wire<DeleteAuthorizerCommandOutput>
> = {
  name: "DeleteAuthorizer",
  permissions: (input, apis) => apis.permission("DELETE", `apis/${input.ApiId}/authorizers/${input.AuthorizerId}`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    const { Name: name } = record.authorizers.get(input.AuthorizerId);
    const user = record.routes.values().find((route) => route.AuthorizerId === input.AuthorizerId);
    if (user !== undefined)
      throw conflict(`Cannot delete authorizer '${name}', is referenced in route: ${user.RouteKey}`);
    record.authorizers.remove(input.AuthorizerId);
    return {};
  },
};
