import type { CreateStageCommandInput, CreateStageCommandOutput, Stage } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { conflict } from "../errors.ts";
import { stated } from "../merge.ts";
import { checkQuota, STAGES } from "../quotas.ts";
import { checkDeploymentChoice, checkRouteSettings, checkStage } from "../stage-checks.ts";
import { stageWithDefaults } from "../stage-defaults.ts";

/** Adds a stage: where clients connect to a deployment. */
export const createStage: Operation<Apis, Wire<CreateStageCommandInput>, Wire<CreateStageCommandOutput>> = {
  name: "CreateStage",
  permissions: (input, apis) => apis.permission("POST", `apis/${input.ApiId}/stages`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    checkDeploymentChoice(input.DeploymentId, input.AutoDeploy);
    const now = apis.now();
    const given = stated(input, ["ApiId"]) as Partial<Wire<Stage>>;
    const stage = stageWithDefaults({ ...given, CreatedDate: now, LastUpdatedDate: now });
    checkStage(stage, record, apis.account);
    checkRouteSettings(stage, record);
    if (record.stages.find(stage.StageName) !== undefined) throw conflict("Stage already exists");
    checkQuota(record.stages, STAGES);
    record.stages.put(stage.StageName ?? "", stage);
    if (stage.AutoDeploy === true) apis.autoDeploy(input.ApiId);
    return record.stages.get(stage.StageName) as Wire<CreateStageCommandOutput>;
  },
};
