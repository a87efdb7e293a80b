import type { UpdateStageCommandInput, UpdateStageCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { badRequest } from "../errors.ts";
import { merge } from "../merge.ts";
import { stageWithDefaults } from "../stage-defaults.ts";
import { checkStage } from "../validation.ts";

/** Changes a stage: its settings take effect at once, without a deployment (websocket-api.md §9.1). */
export const updateStage: Operation<Apis, Wire<UpdateStageCommandInput>, Wire<UpdateStageCommandOutput>> = {
  name: "UpdateStage",
  permissions: (input, apis) => apis.permission("PATCH", `apis/${input.ApiId}/stages/${input.StageName}`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    const current = record.stages.get(input.StageName);
    if (input.DeploymentId !== undefined && (input.AutoDeploy ?? current.AutoDeploy) === true) {
      throw badRequest("Deployment ID cannot be set on stages with AutoDeploy enabled");
    }
    const merged = merge(current, input, ["ApiId", "StageName"]);
    const RouteSettings = { ...current.RouteSettings, ...input.RouteSettings };
    const stage = stageWithDefaults({ ...merged, RouteSettings, LastUpdatedDate: apis.now() });
    checkStage(stage, record, apis.account);
    record.stages.put(input.StageName ?? "", stage);
    return stage as Wire<UpdateStageCommandOutput>;
  },
};
