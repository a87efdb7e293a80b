import type { DeleteApiCommandInput, DeleteApiCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";

/** Removes an API with everything in it. */
export const deleteApi: Operation<Apis, Wire<DeleteApiCommandInput>, Wire<DeleteApiCommandOutput>> = {
  name: "DeleteApi",
  permissions: (input, apis) => apis.permission("DELETE", `apis/${input.ApiId}`),
  run: (input, _call, apis) => {
    apis.remove(input.ApiId);
    return {};
  },
};
