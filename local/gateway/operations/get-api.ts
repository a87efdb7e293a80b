import type { GetApiCommandInput, GetApiCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";

/** One API. */
export const getApi: Operation<Apis, Wire<GetApiCommandInput>, Wire<GetApiCommandOutput>> = {
  name: "GetApi",
  permissions: (input, apis) => apis.permission("GET", `apis/${input.ApiId}`),
  run: (input, _call, apis) => apis.get(input.ApiId).api as Wire<GetApiCommandOutput>,
};
