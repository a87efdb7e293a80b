import type { UpdateRouteCommandInput, UpdateRouteCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { merge } from "../merge.ts";
import { checkRoute, keptRoute } from "../validation.ts";

/** Changes a route. */
export const updateRoute: Operation<Apis, Wire<UpdateRouteCommandInput>, Wire<UpdateRouteCommandOutput>> = {
  name: "UpdateRoute",
  permissions: (input, apis) => apis.permission("PATCH", `apis/${input.ApiId}/routes/${input.RouteId}`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    const value = keptRoute(merge(record.routes.get(input.RouteId), input, ["ApiId", "RouteId"]));
    checkRoute(value, record);
    record.routes.put(input.RouteId ?? "", value);
    apis.autoDeploy(input.ApiId);
    return value as Wire<UpdateRouteCommandOutput>;
  },
};
