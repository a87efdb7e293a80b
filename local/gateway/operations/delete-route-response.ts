import type { DeleteRouteResponseCommandInput, DeleteRouteResponseCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { ownedBy } from "../owned-by.ts";

/** Removes one route response. */
export const deleteRouteResponse: Operation<
  Apis,
  Wire<DeleteRouteResponseCommandInput>,
  Wire<DeleteRouteResponseCommandOutput>
> = {
  name: "DeleteRouteResponse",
  permissions: (input, apis) =>
    apis.permission("DELETE", `apis/${input.ApiId}/routes/${input.RouteId}/routeresponses/${input.RouteResponseId}`),
  run: (input, _call, apis) => {
    const { routeResponses } = apis.get(input.ApiId);
    ownedBy(routeResponses, input.RouteId, input.RouteResponseId);
    routeResponses.remove(input.RouteResponseId);
    apis.autoDeploy(input.ApiId);
    return {};
  },
};
