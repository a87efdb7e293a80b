import type { GetRouteResponsesCommandInput, GetRouteResponsesCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { pageOf } from "../pages.ts";

/** The responses of one route, in pages. */
export const getRouteResponses: Operation<
  Apis,
  Wire<GetRouteResponsesCommandInput>,
  Wire<GetRouteResponsesCommandOutput>
> = {
  name: "GetRouteResponses",
  permissions: (input, apis) => apis.permission("GET", `apis/${input.ApiId}/routes/${input.RouteId}/routeresponses`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    record.routes.get(input.RouteId);
    const owned = record.routeResponses.values().filter(({ owner }) => owner === input.RouteId);
    return pageOf(
      owned.map(({ value }) => value),
      input,
    ) as Wire<GetRouteResponsesCommandOutput>;
  },
};
