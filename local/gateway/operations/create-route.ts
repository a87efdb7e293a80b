import type { CreateRouteCommandInput, CreateRouteCommandOutput, Route } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { stated } from "../merge.ts";
import { checkQuota, ROUTES } from "../quotas.ts";
import { checkRoute, keptRoute } from "../validation.ts";

/** Adds a route. */
export const createRoute: Operation<Apis, Wire<CreateRouteCommandInput>, Wire<CreateRouteCommandOutput>> = {
  name: "CreateRoute",
  permissions: (input, apis) => apis.permission("POST", `apis/${input.ApiId}/routes`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    const RouteId = apis.newChildId();
    const given = { ApiKeyRequired: false, AuthorizationType: "NONE", ...stated(input, ["ApiId"]), RouteId };
    const value = keptRoute(given as Wire<Route>);
    checkRoute(value, record);
    checkQuota(record.routes, ROUTES);
    record.routes.put(RouteId, value);
    apis.autoDeploy(input.ApiId);
    return value as Wire<CreateRouteCommandOutput>;
  },
};
