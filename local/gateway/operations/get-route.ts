import type { GetRouteCommandInput, GetRouteCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";

/** One route of an API. */
export const getRoute: Operation<Apis, Wire<GetRouteCommandInput>, Wire<GetRouteCommandOutput>> = {
  name: "GetRoute",
  permissions: (input, apis) => apis.permission("GET", `apis/${input.ApiId}/routes/${input.RouteId}`),
  run: (input, _call, apis) => apis.get(input.ApiId).routes.get(input.RouteId) as Wire<GetRouteCommandOutput>,
};
