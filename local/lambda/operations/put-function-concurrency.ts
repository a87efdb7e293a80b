import type { PutFunctionConcurrencyCommandInput, PutFunctionConcurrencyCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { invalid } from "../errors.ts";
import { ACCOUNT_CONCURRENCY } from "../execution/executor.ts";
import { onFunction } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** What an account must leave to functions without a reservation (LDG/configuration-concurrency). */
const LEAST_UNRESERVED = 100;

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
    const others = state.functions.all().filter(({ name }) => name !== lambda.name);
    const all = others.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, reserved);
    if (all > ACCOUNT_CONCURRENCY - LEAST_UNRESERVED) {
      throw invalid(
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its " +
          `minimum value of [${LEAST_UNRESERVED}].`,
      );
    }
    state.functions.save({ ...lambda, reservedConcurrency: reserved });
    return { ReservedConcurrentExecutions: reserved };
  },
};
