import type { GetPolicyCommandInput, GetPolicyCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { notFound } from "../errors.ts";
import { onFunction, policyDocument } from "../policy.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Gives the policy of a function, or of one of its versions or aliases. */
export const getPolicy: Operation<Lambda, Wire<GetPolicyCommandInput>, Wire<GetPolicyCommandOutput>> = {
  name: "GetPolicy",
  permissions: (input, state) => [onFunction(state, "GetPolicy", input.FunctionName, input.Qualifier)],
  run: (input, _call, state) => {
    const reference = parseReference(input.FunctionName, input.Qualifier);
    const lambda = state.functions.get(reference);
    const policy = policyDocument(lambda, reference.qualifier);
    if (policy === undefined) throw notFound("The resource you requested does not exist.");
    return { Policy: policy, RevisionId: lambda.latest.revisionId };
  },
};
