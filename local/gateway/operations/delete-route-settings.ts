import type { DeleteRouteSettingsCommandInput, DeleteRouteSettingsCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { noRouteSettings } from "../stage-checks.ts";

/** Removes the settings of one route; the default ones hold again. */
export const deleteRouteSettings: Operation<
  Apis,
  Wire<DeleteRouteSettingsCommandInput>,
  Wire<DeleteRouteSettingsCommandOutput>
> = {
  name: "DeleteRouteSettings",
  permissions: (input, apis) =>
    apis.permission("DELETE", `apis/${input.ApiId}/stages/${input.StageName}/routesettings/${input.RouteKey}`),
  run: (input, _call, apis) => {
    const { stages } = apis.get(input.ApiId);
    const stage = stages.get(input.StageName);
    const settings = Object.entries(stage.RouteSettings ?? {});
    const left = settings.filter(([key]) => key !== input.RouteKey);
    if (left.length === settings.length) throw noRouteSettings(input.RouteKey);
    stages.put(input.StageName ?? "", { ...stage, RouteSettings: Object.fromEntries(left) });
    return {};
  },
};
