import type {
  UpdateFunctionConfigurationCommandInput,
  UpdateFunctionConfigurationCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { configure, present, updating } from "../configuration.ts";
import { onFunction } from "../policy.ts";
import { parseReference } from "../reference.ts";
import { checkRevision } from "../revision.ts";
import type { Lambda } from "../state.ts";

/** Changes a function's settings; environments with the old ones handle what they have and end. */
export const updateFunctionConfiguration: Operation<
  Lambda,
  Wire<UpdateFunctionConfigurationCommandInput>,
  Wire<UpdateFunctionConfigurationCommandOutput>
> = {
  name: "UpdateFunctionConfiguration",
  permissions: (input, state) => [onFunction(state, "UpdateFunctionConfiguration", input.FunctionName)],
  run: (input, _call, state) => {
    const lambda = state.functions.get(parseReference(input.FunctionName));
    checkRevision(lambda.latest, input.RevisionId);
    const { codeSha256, codeSize } = lambda.latest;
    const latest = { ...configure(state, lambda.name, input, lambda.latest), codeSha256, codeSize };
    state.functions.save({ ...lambda, latest });
    state.executor.retire(lambda.name);
    return updating(present(state, lambda.name, latest));
  },
};
