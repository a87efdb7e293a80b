import type { UpdateFunctionCommandInput, UpdateFunctionCommandOutput } from "@aws-sdk/client-cloudfront";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkCode, checkFunctionConfig } from "../check-function.ts";
import { type EdgeState, requireVersion } from "../edge-state.ts";
import { functionPermission, presentFunction } from "../present.ts";

/** Replaces a function's development stage; the live one stays until the next publication. */
export const updateFunction: Operation<
  EdgeState,
  Wire<UpdateFunctionCommandInput>,
  Wire<UpdateFunctionCommandOutput>
> = {
  name: "UpdateFunction",
  permissions: (input, state) => functionPermission("UpdateFunction", input.Name, state),
  run: (input, _call, state) => {
    const changed = state.function(input.Name);
    requireVersion(input.IfMatch, changed.development.etag);
    changed.development = {
      code: checkCode(input.FunctionCode),
      config: checkFunctionConfig(input.FunctionConfig),
      etag: state.newEtag(),
      modifiedAt: state.environment.clock.now(),
    };
    state.keep(changed);
    return presentFunction(changed, "DEVELOPMENT", state) as Wire<UpdateFunctionCommandOutput>;
  },
};
