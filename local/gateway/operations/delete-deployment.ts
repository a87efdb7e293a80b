import type { DeleteDeploymentCommandInput, DeleteDeploymentCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { badRequest } from "../errors.ts";

/** Removes a deployment that no stage points at. */
export const deleteDeployment: Operation<
  Apis,
  Wire<DeleteDeploymentCommandInput>,
  Wire<DeleteDeploymentCommandOutput>
> = {
  name: "DeleteDeployment",
  permissions: (input, apis) => apis.permission("DELETE", `apis/${input.ApiId}/deployments/${input.DeploymentId}`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    record.deployments.get(input.DeploymentId);
    if (record.stages.values().some((stage) => stage.DeploymentId === input.DeploymentId)) {
      throw badRequest("Active stages pointing to this deployment must be moved or deleted");
    }
    record.deployments.remove(input.DeploymentId);
    return {};
  },
};
