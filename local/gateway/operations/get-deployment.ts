import type { GetDeploymentCommandInput, GetDeploymentCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";

/** One deployment of an API. */
export const getDeployment: Operation<Apis, Wire<GetDeploymentCommandInput>, Wire<GetDeploymentCommandOutput>> = {
  name: "GetDeployment",
  permissions: (input, apis) => apis.permission("GET", `apis/${input.ApiId}/deployments/${input.DeploymentId}`),
  run: (input, _call, apis) =>
    apis.get(input.ApiId).deployments.get(input.DeploymentId).deployment as Wire<GetDeploymentCommandOutput>,
};
