import type { UpdateAliasCommandInput, UpdateAliasCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { aliasOf, presentAlias, weightsOf } from "../alias.ts";
import { stamp } from "../configuration.ts";
import { onFunction } from "../policy.ts";
import { parseReference } from "../reference.ts";
import { checkRevision } from "../revision.ts";
import type { Lambda } from "../state.ts";

/** Points an alias elsewhere. */
export const updateAlias: Operation<Lambda, Wire<UpdateAliasCommandInput>, Wire<UpdateAliasCommandOutput>> = {
  name: "UpdateAlias",
  permissions: (input, state) => [onFunction(state, "UpdateAlias", input.FunctionName, input.Name)],
  run: (input, _call, state) => {
    const lambda = state.functions.get(parseReference(input.FunctionName));
    const before = aliasOf(state, lambda, input.Name);
    checkRevision(before, input.RevisionId);
    const version = input.FunctionVersion ?? before.version;
    state.functions.resolve({ name: lambda.name, qualifier: version }, () => 1);
    const alias = {
      ...before,
      version,
      description: input.Description ?? before.description,
      weights: input.RoutingConfig === undefined ? before.weights : weightsOf(input.RoutingConfig),
      revisionId: stamp(state).revisionId,
    };
    state.functions.save({ ...lambda, aliases: { ...lambda.aliases, [alias.name]: alias } });
    return presentAlias(state, lambda.name, alias);
  },
};
