import type { CreateModelCommandInput, CreateModelCommandOutput, Model } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { stated } from "../merge.ts";
import { checkModel } from "../validation.ts";

/** Adds a model. */
export const createModel: Operation<Apis, Wire<CreateModelCommandInput>, Wire<CreateModelCommandOutput>> = {
  name: "CreateModel",
  permissions: (input, apis) => apis.permission("POST", `apis/${input.ApiId}/models`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    const ModelId = apis.newChildId();
    const value = { ContentType: "application/json", ...stated(input, ["ApiId"]), ModelId } as Wire<Model>;
    checkModel(value, record, apis.environment.log);
    record.models.put(ModelId, value);
    apis.autoDeploy(input.ApiId);
    return value as Wire<CreateModelCommandOutput>;
  },
};
