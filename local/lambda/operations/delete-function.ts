import type { DeleteFunctionCommandInput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { conflict, invalid } from "../errors.ts";
import { onFunction } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Removes a function with its versions, aliases and policies, or one version of it. */
export const deleteFunction: Operation<Lambda, Wire<DeleteFunctionCommandInput>, object> = {
  name: "DeleteFunction",
  permissions: (input, state) => [onFunction(state, "DeleteFunction", input.FunctionName, input.Qualifier)],
  run: (input, _call, state) => {
    const reference = parseReference(input.FunctionName, input.Qualifier);
    const lambda = state.functions.get(reference);
    const { qualifier } = reference;
    if (qualifier === undefined) {
      state.functions.delete(lambda.name);
    } else {
      if (qualifier === "$LATEST") throw invalid("$LATEST version cannot be deleted without deleting the function.");
      const users = Object.values(lambda.aliases).filter(
        ({ version, weights }) => version === qualifier || Object.hasOwn(weights, qualifier),
      );
      if (users.length > 0) {
        const names = users.map(({ name }) => name).join(", ");
        throw conflict(`Unable to delete version because the following aliases reference it: [${names}]`);
      }
      state.functions.save({ ...lambda, versions: lambda.versions.filter(({ version }) => version !== qualifier) });
    }
    state.executor.retire(lambda.name);
    return {};
  },
};
