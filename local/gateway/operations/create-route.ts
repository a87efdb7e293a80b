import type { CreateRouteCommandInput, CreateRouteCommandOutput, Route } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { stated } from "../merge.ts";
import { checkRoute } from "../validation.ts";

/** Adds a route. */
export const createRoute: Operation<Apis, Wire<CreateRouteCommandInput>, Wire<CreateRouteCommandOutput>> = {
  name: "CreateRoute",
  permissions: (input, apis) => apis.permission("POST", `apis/${input.ApiId}/routes`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    const RouteId = apis.newChildId();
    const value = {
      ApiKeyRequired: false,
      AuthorizationType: "NONE",
      ...stated(input, ["ApiId"]),
      RouteId,
    } as Wire<Route>;
    checkRoute(value, record);
    record.routes.put(RouteId, value);
    apis.autoDeploy(input.ApiId);
    return value as Wire<CreateRouteCommandOutput>;
  },
};
