import type { GetFunctionConcurrencyCommandInput, GetFunctionConcurrencyCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { onFunction } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Says how much concurrency is reserved for a function. */
export const getFunctionConcurrency: Operation<
  Lambda,
  Wire<GetFunctionConcurrencyCommandInput>,
  Wire<GetFunctionConcurrencyCommandOutput>
> = {
  name: "GetFunctionConcurrency",
  permissions: (input, state) => [onFunction(state, "GetFunctionConcurrency", input.FunctionName)],
  run: (input, _call, state) => {
    const { reservedConcurrency } = state.functions.get(parseReference(input.FunctionName));
    return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
  },
};
