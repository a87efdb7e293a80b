import type {
  ListFunctionEventInvokeConfigsCommandInput,
  ListFunctionEventInvokeConfigsCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { page } from "../pages.ts";
import { onFunction } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Lists the settings of asynchronous invocation of a function, its versions and aliases, by pages. */
export const listFunctionEventInvokeConfigs: Operation<
  Lambda,
  Wire<ListFunctionEventInvokeConfigsCommandInput>,
  Wire<ListFunctionEventInvokeConfigsCommandOutput>
> = {
  name: "ListFunctionEventInvokeConfigs",
  permissions: (input, state) => [onFunction(state, "ListFunctionEventInvokeConfigs", input.FunctionName)],
  run: (input, _call, state) => {
    const lambda = state.functions.get(parseReference(input.FunctionName));
    const { items, next } = page(Object.values(lambda.eventInvokeConfigs), input, 50);
    return { FunctionEventInvokeConfigs: items, ...next };
  },
};
