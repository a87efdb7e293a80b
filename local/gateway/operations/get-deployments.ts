import type { GetDeploymentsCommandInput, GetDeploymentsCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { pageOf } from "../pages.ts";

/** The deployments of an API, in pages. */
export const getDeployments: Operation<Apis, Wire<GetDeploymentsCommandInput>, Wire<GetDeploymentsCommandOutput>> = {
  name: "GetDeployments",
  permissions: (input, apis) => apis.permission("GET", `apis/${input.ApiId}/deployments`),
  run: (input, _call, apis) => {
    const deployments = apis.get(input.ApiId).deployments.values();
    return pageOf(
      deployments.map(({ deployment }) => deployment),
      input,
    ) as Wire<GetDeploymentsCommandOutput>;
  },
};
