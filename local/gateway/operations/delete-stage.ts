import type { DeleteStageCommandInput, DeleteStageCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";

/** Removes a stage; its connections are closed by the data plane. */
export const deleteStage: Operation<Apis, Wire<DeleteStageCommandInput>, Wire<DeleteStageCommandOutput>> = {
  name: "DeleteStage",
  permissions: (input, apis) => apis.permission("DELETE", `apis/${input.ApiId}/stages/${input.StageName}`),
  run: (input, _call, apis) => {
    apis.get(input.ApiId).stages.remove(input.StageName);
    return {};
  },
};
