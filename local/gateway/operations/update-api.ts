import type { UpdateApiCommandInput, UpdateApiCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkApi, checkNoQuickCreate } from "../api-checks.ts";
import type { Apis } from "../apis.ts";
import { merge } from "../merge.ts";

/** Changes an API. */
export const updateApi: Operation<Apis, Wire<UpdateApiCommandInput>, Wire<UpdateApiCommandOutput>> = {
  name: "UpdateApi",
  permissions: (input, apis) => apis.permission("PATCH", `apis/${input.ApiId}`),
  run: (input, _call, apis) => {
    checkNoQuickCreate(input);
    const api = merge(apis.get(input.ApiId).api, input, ["ApiId"]);
    checkApi(api);
    apis.put(api);
    apis.autoDeploy(input.ApiId);
    return api as Wire<UpdateApiCommandOutput>;
  },
};
