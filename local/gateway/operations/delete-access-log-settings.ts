import type {
  DeleteAccessLogSettingsCommandInput,
  DeleteAccessLogSettingsCommandOutput,
  Stage,
} from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";

/** Ends the access log of a stage. */
export const deleteAccessLogSettings: Operation<
  Apis,
  Wire<DeleteAccessLogSettingsCommandInput>,
  Wire<DeleteAccessLogSettingsCommandOutput>
> = {
  name: "DeleteAccessLogSettings",
  permissions: (input, apis) =>
    apis.permission("DELETE", `apis/${input.ApiId}/stages/${input.StageName}/accesslogsettings`),
  run: (input, _call, apis) => {
    const { stages } = apis.get(input.ApiId);
    const { AccessLogSettings: _removed, ...stage } = stages.get(input.StageName);
    stages.put(input.StageName ?? "", stage as Wire<Stage>);
    return {};
  },
};
