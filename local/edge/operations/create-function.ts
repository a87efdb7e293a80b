import type { CreateFunctionCommandInput, CreateFunctionCommandOutput } from "@aws-sdk/client-cloudfront";
import { AwsError } from "../../aws/error.ts";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { checkCode, checkFunctionConfig } from "../check-function.ts";
import type { EdgeState } from "../edge-state.ts";
import { invalidArgument } from "../errors.ts";
import { presentFunction } from "../present.ts";

/** Makes a function in its development stage; nothing runs until it is published. */
export const createFunction: Operation<
  EdgeState,
  Wire<CreateFunctionCommandInput>,
  Wire<CreateFunctionCommandOutput>
> = {
  name: "CreateFunction",
  permissions: () => [{ action: "cloudfront:CreateFunction", resource: "*" }],
  run: (input, _call, state) => {
    const name = input.Name ?? "";
    if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
      throw invalidArgument("The parameter Name is invalid: 1 to 64 letters, digits, hyphens and underscores.");
    }
    if (state.findFunction(name) !== undefined) {
      throw new AwsError("FunctionAlreadyExists", "A function with the same name already exists in this account.", {
        status: 409,
      });
    }
    const { clock, scope } = state.environment;
    const now = clock.now();
    const created = {
      name,
      arn: `arn:${scope.partition}:cloudfront::${scope.account}:function/${name}`,
      createdAt: now,
      development: {
        code: checkCode(input.FunctionCode),
        config: checkFunctionConfig(input.FunctionConfig),
        etag: state.newEtag(),
        modifiedAt: now,
      },
      live: undefined,
      tags: {},
    };
    state.addFunction(created);
    return presentFunction(created, "DEVELOPMENT", state) as Wire<CreateFunctionCommandOutput>;
  },
};
