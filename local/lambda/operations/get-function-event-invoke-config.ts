import type {
  GetFunctionEventInvokeConfigCommandInput,
  GetFunctionEventInvokeConfigCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { findEventInvokeConfig } from "../event-invoke-config.ts";
import { onFunction } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Says how a function's asynchronous invocations are retried and where they end. */
export const getFunctionEventInvokeConfig: Operation<
  Lambda,
  Wire<GetFunctionEventInvokeConfigCommandInput>,
  Wire<GetFunctionEventInvokeConfigCommandOutput>
> = {
  name: "GetFunctionEventInvokeConfig",
  permissions: (input, state) => [
    onFunction(state, "GetFunctionEventInvokeConfig", input.FunctionName, input.Qualifier),
  ],
  run: (input, _call, state) => {
    const reference = parseReference(input.FunctionName, input.Qualifier);
    return findEventInvokeConfig(state, state.functions.get(reference), reference.qualifier);
  },
};
