import type {
  UpdateFunctionEventInvokeConfigCommandInput,
  UpdateFunctionEventInvokeConfigCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkEventInvokeConfig, findEventInvokeConfig, saveEventInvokeConfig } from "../event-invoke-config.ts";
import { onFunction } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Changes single settings of a function's asynchronous invocations. */
export const updateFunctionEventInvokeConfig: Operation<
  Lambda,
  Wire<UpdateFunctionEventInvokeConfigCommandInput>,
  Wire<UpdateFunctionEventInvokeConfigCommandOutput>
> = {
  name: "UpdateFunctionEventInvokeConfig",
  permissions: (input, state) => [
    onFunction(state, "UpdateFunctionEventInvokeConfig", input.FunctionName, input.Qualifier),
  ],
  run: (input, _call, state) => {
    const reference = parseReference(input.FunctionName, input.Qualifier);
    const { lambda } = state.functions.resolve(reference, () => 1);
    checkEventInvokeConfig(input);
    const before = findEventInvokeConfig(state, lambda, reference.qualifier);
    return saveEventInvokeConfig(state, lambda, reference.qualifier, { ...before, ...input });
  },
};
