import type { GetRoutesCommandInput, GetRoutesCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { pageOf } from "../pages.ts";

/** The routes of an API, in pages. */
export const getRoutes: Operation<Apis, Wire<GetRoutesCommandInput>, Wire<GetRoutesCommandOutput>> = {
  name: "GetRoutes",
  permissions: (input, apis) => apis.permission("GET", `apis/${input.ApiId}/routes`),
  run: (input, _call, apis) => pageOf(apis.get(input.ApiId).routes.values(), input) as Wire<GetRoutesCommandOutput>,
};
