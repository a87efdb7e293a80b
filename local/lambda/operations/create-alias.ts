import type { CreateAliasCommandInput, CreateAliasCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import { own, type Wire } from "../../json.ts";
import { presentAlias, weightsOf } from "../alias.ts";
import { stamp } from "../configuration.ts";
import { conflict } from "../errors.ts";
import { onFunction } from "../policy.ts";
import { functionArn, parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Gives a version a name. */
export const createAlias: Operation<Lambda, Wire<CreateAliasCommandInput>, Wire<CreateAliasCommandOutput>> = {
  name: "CreateAlias",
  permissions: (input, state) => [onFunction(state, "CreateAlias", input.FunctionName)],
  run: (input, _call, state) => {
    const lambda = state.functions.get(parseReference(input.FunctionName));
    const { Name: name = "", FunctionVersion: version = "$LATEST" } = input;
    if (own(lambda.aliases, name) !== undefined) {
      throw conflict(`Alias already exists: ${functionArn(state.scope, lambda.name, name)}`);
    }
    state.functions.resolve({ name: lambda.name, qualifier: version }, () => 1);
    const { revisionId } = stamp(state);
    const description = input.Description ?? "";
    const alias = { name, version, description, weights: weightsOf(input.RoutingConfig), revisionId };
    state.functions.save({ ...lambda, aliases: { ...lambda.aliases, [name]: alias } });
    return presentAlias(state, lambda.name, alias);
  },
};
