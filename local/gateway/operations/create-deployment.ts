import type {
  CreateDeploymentCommandInput,
  CreateDeploymentCommandOutput,
  Deployment,
} from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { snapshotOf } from "../api-record.ts";
import type { Apis } from "../apis.ts";
import { badRequest } from "../errors.ts";
import { checkMembers } from "../member-checks.ts";
import { checkDeploymentChoice } from "../stage-checks.ts";

/** Freezes the API as it is now, and moves a stage there when one is named. */
export const createDeployment: Operation<
  Apis,
  Wire<CreateDeploymentCommandInput>,
  Wire<CreateDeploymentCommandOutput>
> = {
  name: "CreateDeployment",
  permissions: (input, apis) => apis.permission("POST", `apis/${input.ApiId}/deployments`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    if (record.routes.values().length === 0) {
      throw badRequest("At least one route is required before deploying the Api");
    }
    const stage = input.StageName === undefined ? undefined : record.stages.get(input.StageName);
    const DeploymentId = apis.newDeploymentId();
    checkDeploymentChoice(DeploymentId, stage?.AutoDeploy);
    const deployment: Wire<Deployment> = {
      AutoDeployed: false,
      CreatedDate: apis.now(),
      DeploymentId,
      DeploymentStatus: "DEPLOYED",
      ...(input.Description === undefined ? {} : { Description: input.Description }),
    };
    checkMembers("Deployment", deployment);
    record.deployments.put(DeploymentId, { deployment, snapshot: snapshotOf(record) });
    if (stage !== undefined) {
      record.stages.put(stage.StageName ?? "", { ...stage, DeploymentId, LastUpdatedDate: apis.now() });
    }
    return deployment as Wire<CreateDeploymentCommandOutput>;
  },
};
