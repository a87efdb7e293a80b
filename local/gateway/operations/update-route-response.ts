import type { UpdateRouteResponseCommandInput, UpdateRouteResponseCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { badRequest } from "../errors.ts";
import { merge } from "../merge.ts";
import { ownedBy } from "../owned-by.ts";

/** Changes a route response. */
export const updateRouteResponse: Operation<
  Apis,
  Wire<UpdateRouteResponseCommandInput>,
  Wire<UpdateRouteResponseCommandOutput>
> = {
  name: "UpdateRouteResponse",
  permissions: (input, apis) =>
    apis.permission("PATCH", `apis/${input.ApiId}/routes/${input.RouteId}/routeresponses/${input.RouteResponseId}`),
  run: (input, _call, apis) => {
    const responses = apis.get(input.ApiId).routeResponses;
    const found = ownedBy(responses, input.RouteId, input.RouteResponseId);
    const value = merge(found.value, input, ["ApiId", "RouteId", "RouteResponseId"]);
    if (value.RouteResponseKey !== "$default") {
      throw badRequest("Currently, only $default is supported as a RouteResponseKey.");
    }
    responses.put(input.RouteResponseId ?? "", { ...found, value });
    apis.autoDeploy(input.ApiId);
    return value as Wire<UpdateRouteResponseCommandOutput>;
  },
};
