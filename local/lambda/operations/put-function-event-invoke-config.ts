import type {
  PutFunctionEventInvokeConfigCommandInput,
  PutFunctionEventInvokeConfigCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkEventInvokeConfig, saveEventInvokeConfig } from "../event-invoke-config.ts";
import { onFunction } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Sets how a function's asynchronous invocations are retried and where they end. */
export const putFunctionEventInvokeConfig: Operation<
  Lambda,
  Wire<PutFunctionEventInvokeConfigCommandInput>,
  Wire<PutFunctionEventInvokeConfigCommandOutput>
> = {
  name: "PutFunctionEventInvokeConfig",
  permissions: (input, state) => [
    onFunction(state, "PutFunctionEventInvokeConfig", input.FunctionName, input.Qualifier),
  ],
  run: (input, _call, state) => {
    const reference = parseReference(input.FunctionName, input.Qualifier);
    const { lambda } = state.functions.resolve(reference, () => 1);
    checkEventInvokeConfig(input);
    return saveEventInvokeConfig(state, lambda, reference.qualifier, input);
  },
};
