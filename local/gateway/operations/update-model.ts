import type { UpdateModelCommandInput, UpdateModelCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { merge } from "../merge.ts";
import { checkModel } from "../validation.ts";

/** Changes a model. */
export const updateModel: Operation<Apis, Wire<UpdateModelCommandInput>, Wire<UpdateModelCommandOutput>> = {
  name: "UpdateModel",
  permissions: (input, apis) => apis.permission("PATCH", `apis/${input.ApiId}/models/${input.ModelId}`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    const value = merge(record.models.get(input.ModelId), input, ["ApiId", "ModelId"]);
    checkModel(value, record, apis.environment.log);
    record.models.put(input.ModelId ?? "", value);
    apis.autoDeploy(input.ApiId);
    return value as Wire<UpdateModelCommandOutput>;
  },
};
