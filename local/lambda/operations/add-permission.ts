import type { AddPermissionCommandInput, AddPermissionCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import { own, type Wire } from "../../json.ts";
import { conflict, invalid, unsupported } from "../errors.ts";
import { onFunction, statement } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Adds a statement to the policy of a function, or of one of its versions or aliases. */
export const addPermission: Operation<Lambda, Wire<AddPermissionCommandInput>, Wire<AddPermissionCommandOutput>> = {
  name: "AddPermission",
  permissions: (input, state) => [onFunction(state, "AddPermission", input.FunctionName, input.Qualifier)],
  run: (input, _call, state) => {
    const reference = parseReference(input.FunctionName, input.Qualifier);
    const { lambda, arn } = state.functions.resolve(reference, () => 1);
    if (input.FunctionUrlAuthType !== undefined || input.InvokedViaFunctionUrl === true)
      throw unsupported("A function URL");
    // The sentence is [recall].
    if (reference.qualifier === "$LATEST") {
      throw invalid("We currently do not support adding policies for $LATEST.");
    }
    const added = statement(input, arn);
    const key = reference.qualifier ?? "";
    const present = own(lambda.policies, key) ?? [];
    if (present.some((one) => one["Sid"] === added["Sid"])) {
      throw conflict(
        `The statement id (${input.StatementId}) provided already exists. ` +
          "Please provide a new statement id, or remove the existing statement.",
      );
    }
    state.functions.save({ ...lambda, policies: { ...lambda.policies, [key]: [...present, added] } });
    return { Statement: JSON.stringify(added) };
  },
};
