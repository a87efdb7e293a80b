import type {
  GetFunctionConfigurationCommandInput,
  GetFunctionConfigurationCommandOutput,
} from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { present } from "../configuration.ts";
import { onFunction } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Describes a function, or one of its versions. */
export const getFunctionConfiguration: Operation<
  Lambda,
  Wire<GetFunctionConfigurationCommandInput>,
  Wire<GetFunctionConfigurationCommandOutput>
> = {
  name: "GetFunctionConfiguration",
  permissions: (input, state) => [onFunction(state, "GetFunctionConfiguration", input.FunctionName, input.Qualifier)],
  run: (input, _call, state) => {
    const { lambda, configuration } = state.functions.resolve(
      parseReference(input.FunctionName, input.Qualifier),
      () => 1,
    );
    return present(state, lambda.name, configuration, input.Qualifier);
  },
};
