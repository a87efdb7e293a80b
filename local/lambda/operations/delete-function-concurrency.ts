import type { DeleteFunctionConcurrencyCommandInput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { onFunction } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Takes a function's reserved concurrency away. */
export const deleteFunctionConcurrency: Operation<Lambda, Wire<DeleteFunctionConcurrencyCommandInput>, object> = {
  name: "DeleteFunctionConcurrency",
  permissions: (input, state) => [onFunction(state, "DeleteFunctionConcurrency", input.FunctionName)],
  run: (input, _call, state) => {
    const lambda = state.functions.get(parseReference(input.FunctionName));
    state.functions.save({ ...lambda, reservedConcurrency: undefined });
    return {};
  },
};
