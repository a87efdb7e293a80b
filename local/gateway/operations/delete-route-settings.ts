import type { DeleteRouteSettingsCommandInput, DeleteRouteSettingsCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";

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
    const left = Object.entries(stage.RouteSettings ?? {}).filter(([key]) => key !== input.RouteKey);
    stages.put(input.StageName ?? "", { ...stage, RouteSettings: Object.fromEntries(left) });
    return {};
  },
};
