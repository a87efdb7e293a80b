import type { GetStageCommandInput, GetStageCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";

/** One stage of an API. */
export const getStage: Operation<Apis, Wire<GetStageCommandInput>, Wire<GetStageCommandOutput>> = {
  name: "GetStage",
  permissions: (input, apis) => apis.permission("GET", `apis/${input.ApiId}/stages/${input.StageName}`),
  run: (input, _call, apis) => apis.get(input.ApiId).stages.get(input.StageName) as Wire<GetStageCommandOutput>,
};
