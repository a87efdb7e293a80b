import type { UpdateDeploymentCommandInput, UpdateDeploymentCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { checkMembers } from "../member-checks.ts";
import { merge } from "../merge.ts";

/** Changes the description of a deployment; what it froze never changes. */
export const updateDeployment: Operation<
  Apis,
  Wire<UpdateDeploymentCommandInput>,
  Wire<UpdateDeploymentCommandOutput>
> = {
  name: "UpdateDeployment",
  permissions: (input, apis) => apis.permission("PATCH", `apis/${input.ApiId}/deployments/${input.DeploymentId}`),
  run: (input, _call, apis) => {
    const { deployments } = apis.get(input.ApiId);
    const found = deployments.get(input.DeploymentId);
    const deployment = merge(found.deployment, input, ["ApiId", "DeploymentId"]);
    checkMembers("Deployment", deployment);
    deployments.put(input.DeploymentId ?? "", { ...found, deployment });
    return deployment as Wire<UpdateDeploymentCommandOutput>;
  },
};
