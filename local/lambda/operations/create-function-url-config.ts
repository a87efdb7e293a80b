import type { CreateFunctionUrlConfigCommandInput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { unsupported } from "../errors.ts";
import { onFunction } from "../policy.ts";
import type { Lambda } from "../state.ts";

/** Function URLs are refused by name: the WebSocket API is the way in here. */
export const createFunctionUrlConfig: Operation<Lambda, Wire<CreateFunctionUrlConfigCommandInput>, object> = {
  name: "CreateFunctionUrlConfig",
  permissions: (input, state) => [onFunction(state, "CreateFunctionUrlConfig", input.FunctionName, input.Qualifier)],
  run: () => {
    throw unsupported("A function URL");
  },
};
