import type { Stage, UpdateStageCommandInput, UpdateStageCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { merge } from "../merge.ts";
import { checkDeploymentChoice, checkRouteSettings, checkStage } from "../stage-checks.ts";
import { stageWithDefaults } from "../stage-defaults.ts";

/** Changes a stage: its settings take effect at once, without a deployment (DG/apigateway-set-up-websocket-deployment). */
export const updateStage: Operation<Apis, Wire<UpdateStageCommandInput>, Wire<UpdateStageCommandOutput>> = {
  name: "UpdateStage",
  permissions: (input, apis) => apis.permission("PATCH", `apis/${input.ApiId}/stages/${input.StageName}`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    const current = record.stages.get(input.StageName);
    checkDeploymentChoice(input.DeploymentId, input.AutoDeploy ?? current.AutoDeploy);
    const merged = merge(current, input, ["ApiId", "StageName"]);
    const stage = stageWithDefaults({ ...merged, ...settingsAfter(current, input), LastUpdatedDate: apis.now() });
    checkStage(stage, record, apis.account);
    if (input.RouteSettings !== undefined) checkRouteSettings(stage, record);
    record.stages.put(input.StageName ?? "", stage);
    return stage as Wire<UpdateStageCommandOutput>;
  },
};

/** Settings are changed member by member, and so are those of each route. */
function settingsAfter(current: Wire<Stage>, changes: Wire<UpdateStageCommandInput>): Partial<Wire<Stage>> {
  const routes = Object.entries(changes.RouteSettings ?? {}).map(
    ([key, settings]) => [key, { ...current.RouteSettings?.[key], ...settings }] as const,
  );
  const access = { ...current.AccessLogSettings, ...changes.AccessLogSettings };
  return {
    DefaultRouteSettings: { ...current.DefaultRouteSettings, ...changes.DefaultRouteSettings },
    RouteSettings: { ...current.RouteSettings, ...Object.fromEntries(routes) },
    ...(Object.keys(access).length === 0 ? {} : { AccessLogSettings: access }),
  };
}
