import type { DeleteModelCommandInput, DeleteModelCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";

/** Removes a model; a deployment that froze it keeps it. */
export const deleteModel: Operation<Apis, Wire<DeleteModelCommandInput>, Wire<DeleteModelCommandOutput>> = {
  name: "DeleteModel",
  permissions: (input, apis) => apis.permission("DELETE", `apis/${input.ApiId}/models/${input.ModelId}`),
  run: (input, _call, apis) => {
    apis.get(input.ApiId).models.remove(input.ModelId);
    apis.autoDeploy(input.ApiId);
    return {};
  },
};
