import type { DeleteFunctionEventInvokeConfigCommandInput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { findEventInvokeConfig } from "../event-invoke-config.ts";
import { onFunction } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Puts a function's asynchronous invocations back to the defaults. */
export const deleteFunctionEventInvokeConfig: Operation<
  Lambda,
  Wire<DeleteFunctionEventInvokeConfigCommandInput>,
  object
> = {
  name: "DeleteFunctionEventInvokeConfig",
  permissions: (input, state) => [
    onFunction(state, "DeleteFunctionEventInvokeConfig", input.FunctionName, input.Qualifier),
  ],
  run: (input, _call, state) => {
    const reference = parseReference(input.FunctionName, input.Qualifier);
    const lambda = state.functions.get(reference);
    findEventInvokeConfig(state, lambda, reference.qualifier);
    const { [reference.qualifier ?? "$LATEST"]: _, ...eventInvokeConfigs } = lambda.eventInvokeConfigs;
    state.functions.save({ ...lambda, eventInvokeConfigs });
    return {};
  },
};
