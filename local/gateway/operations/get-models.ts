import type { GetModelsCommandInput, GetModelsCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { pageOf } from "../pages.ts";

/** The models of an API, in pages. */
export const getModels: Operation<Apis, Wire<GetModelsCommandInput>, Wire<GetModelsCommandOutput>> = {
  name: "GetModels",
  permissions: (input, apis) => apis.permission("GET", `apis/${input.ApiId}/models`),
  run: (input, _call, apis) => pageOf(apis.get(input.ApiId).models.values(), input) as Wire<GetModelsCommandOutput>,
};
