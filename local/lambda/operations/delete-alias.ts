import type { DeleteAliasCommandInput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { onFunction } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Removes an alias; one that has gone already is no error. */
export const deleteAlias: Operation<Lambda, Wire<DeleteAliasCommandInput>, object> = {
  name: "DeleteAlias",
  permissions: (input, state) => [onFunction(state, "DeleteAlias", input.FunctionName, input.Name)],
  run: (input, _call, state) => {
    const lambda = state.functions.get(parseReference(input.FunctionName));
    const { [input.Name ?? ""]: _, ...aliases } = lambda.aliases;
    state.functions.save({ ...lambda, aliases });
    return {};
  },
};
