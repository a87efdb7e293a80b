import type { PutFunctionConcurrencyCommandInput, PutFunctionConcurrencyCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { violation } from "../errors.ts";
import { onFunction } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Reserves concurrency for a function, which also limits it. */
export const putFunctionConcurrency: Operation<
  Lambda,
  Wire<PutFunctionConcurrencyCommandInput>,
  Wire<PutFunctionConcurrencyCommandOutput>
> = {
  name: "PutFunctionConcurrency",
  permissions: (input, state) => [onFunction(state, "PutFunctionConcurrency", input.FunctionName)],
  run: (input, _call, state) => {
    const lambda = state.functions.get(parseReference(input.FunctionName));
    const { ReservedConcurrentExecutions: reserved = 0 } = input;
    if (reserved < 0)
      throw violation("reservedConcurrentExecutions", reserved, "have value greater than or equal to 0");
    state.functions.save({ ...lambda, reservedConcurrency: reserved });
    return { ReservedConcurrentExecutions: reserved };
  },
};
