import { OWNER } from "../../aws/caller.ts";
import type { JsonObject } from "../../json.ts";
import type { HandlerContext, Properties, ResourceHandler, ResourceState } from "../handler.ts";

/**
 * The account's settings of API Gateway: one per account and region. Making, changing and deleting it are all the same
 * patch of the role that writes the logs; deleting sets it to nothing, for every stack.
 */
const account: ResourceHandler = {
  type: "aws:apigateway/account:Account",
  create: (inputs, context) => setRole(inputs, context),
  read: async (_id, context) => {
    const state = present(await context.aws.call("apigateway", "GetAccount", {}, { caller: OWNER }), context);
    const { cloudwatchRoleArn, region } = state.outputs;
    return { ...state, inputs: { cloudwatchRoleArn, region } };
  },
  update: (_id, _olds, news, context) => setRole(news, context),
  delete: async (_id, _outputs, context) => {
    await setRole({}, context);
  },
};

async function setRole(inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const role = inputs["cloudwatchRoleArn"];
  const PatchOperations = [{ Op: "replace", Path: "/cloudwatchRoleArn", Value: typeof role === "string" ? role : "" }];
  return present(
    await context.aws.call("apigateway", "UpdateAccount", { PatchOperations }, { caller: OWNER }),
    context,
  );
}

function present(answer: JsonObject, { aws }: HandlerContext): ResourceState {
  const throttle = answer["ThrottleSettings"] as { BurstLimit: number; RateLimit: number };
  return {
    id: aws.scope.account,
    outputs: {
      apiKeyVersion: answer["ApiKeyVersion"],
      cloudwatchRoleArn: answer["CloudwatchRoleArn"] ?? "",
      features: answer["Features"],
      region: aws.scope.region,
      throttleSettings: [{ burstLimit: throttle.BurstLimit, rateLimit: throttle.RateLimit }],
    },
  };
}

/** What belongs to the account and not to an API. */
export const accountHandlers: readonly ResourceHandler[] = [account];
