import type { DeleteFunctionCommandInput, DeleteFunctionCommandOutput } from "@aws-sdk/client-cloudfront";
import { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { type EdgeState, requireVersion } from "../edge-state.ts";
import { functionPermission } from "../present.ts";

/** Removes a function that no distribution uses. */
export const deleteFunction: Operation<
  EdgeState,
  Wire<DeleteFunctionCommandInput>,
  Wire<DeleteFunctionCommandOutput>
> = {
  name: "DeleteFunction",
  permissions: (input, state) => functionPermission("DeleteFunction", input.Name, state),
  run: (input, _call, state) => {
    const removed = state.function(input.Name);
    requireVersion(input.IfMatch, removed.development.etag);
    if (state.usersOf(removed).length > 0) {
      throw new AwsError(
        "FunctionInUse",
        "Cannot delete the function because it's attached to one or more cache behaviors.",
        { status: 409 },
      );
    }
    state.deleteFunction(removed);
    return {} as Wire<DeleteFunctionCommandOutput>;
  },
};
