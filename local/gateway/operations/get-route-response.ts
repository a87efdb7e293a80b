import type { GetRouteResponseCommandInput, GetRouteResponseCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { ownedBy } from "../owned-by.ts";

/** One route response. */
export const getRouteResponse: Operation<
  Apis,
  Wire<GetRouteResponseCommandInput>,
  Wire<GetRouteResponseCommandOutput>
> = {
  name: "GetRouteResponse",
  permissions: (input, apis) =>
    apis.permission("GET", `apis/${input.ApiId}/routes/${input.RouteId}/routeresponses/${input.RouteResponseId}`),
  run: (input, _call, apis) =>
    ownedBy(apis.get(input.ApiId).routeResponses, input.RouteId, input.RouteResponseId)
      .value as Wire<GetRouteResponseCommandOutput>,
};
