import type { GetModelCommandInput, GetModelCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";

/** One model of an API. */
export const getModel: Operation<Apis, Wire<GetModelCommandInput>, Wire<GetModelCommandOutput>> = {
  name: "GetModel",
  permissions: (input, apis) => apis.permission("GET", `apis/${input.ApiId}/models/${input.ModelId}`),
  run: (input, _call, apis) => apis.get(input.ApiId).models.get(input.ModelId) as Wire<GetModelCommandOutput>,
};
