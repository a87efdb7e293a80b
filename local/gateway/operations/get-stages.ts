import type { GetStagesCommandInput, GetStagesCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { pageOf } from "../pages.ts";

/** The stages of an API, in pages. */
export const getStages: Operation<Apis, Wire<GetStagesCommandInput>, Wire<GetStagesCommandOutput>> = {
  name: "GetStages",
  permissions: (input, apis) => apis.permission("GET", `apis/${input.ApiId}/stages`),
  run: (input, _call, apis) => pageOf(apis.get(input.ApiId).stages.values(), input) as Wire<GetStagesCommandOutput>,
};
