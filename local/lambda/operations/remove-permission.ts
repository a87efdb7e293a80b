import type { RemovePermissionCommandInput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import { own, type Wire } from "../../json.ts";
import { notFound } from "../errors.ts";
import { onFunction } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Takes a statement out of a function's policy. */
export const removePermission: Operation<Lambda, Wire<RemovePermissionCommandInput>, object> = {
  name: "RemovePermission",
  permissions: (input, state) => [onFunction(state, "RemovePermission", input.FunctionName, input.Qualifier)],
  run: (input, _call, state) => {
    const reference = parseReference(input.FunctionName, input.Qualifier);
    const lambda = state.functions.get(reference);
    const key = reference.qualifier ?? "";
    const present = own(lambda.policies, key) ?? [];
    const left = present.filter((one) => one["Sid"] !== input.StatementId);
    if (left.length === present.length)
      throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
    state.functions.save({ ...lambda, policies: { ...lambda.policies, [key]: left } });
    return {};
  },
};
