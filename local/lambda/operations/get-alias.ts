import type { GetAliasCommandInput, GetAliasCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { aliasOf, presentAlias } from "../alias.ts";
import { onFunction } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Describes an alias. */
export const getAlias: Operation<Lambda, Wire<GetAliasCommandInput>, Wire<GetAliasCommandOutput>> = {
  name: "GetAlias",
  permissions: (input, state) => [onFunction(state, "GetAlias", input.FunctionName, input.Name)],
  run: (input, _call, state) => {
    const lambda = state.functions.get(parseReference(input.FunctionName));
    return presentAlias(state, lambda.name, aliasOf(state, lambda, input.Name));
  },
};
