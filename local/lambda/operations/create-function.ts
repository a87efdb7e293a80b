import type { CreateFunctionCommandInput, CreateFunctionCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { configure, creating, present } from "../configuration.ts";
import { conflict, unsupported } from "../errors.ts";
import type { LambdaFunction } from "../function.ts";
import { onFunction } from "../policy.ts";
import { publish } from "../publish.ts";
import { parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";
import { takeCode } from "../take-code.ts";

/** Makes a function. It is active at once, where AWS takes seconds. */
export const createFunction: Operation<Lambda, Wire<CreateFunctionCommandInput>, Wire<CreateFunctionCommandOutput>> = {
  name: "CreateFunction",
  permissions: (input, state) => [onFunction(state, "CreateFunction", input.FunctionName)],
  run: (input, _call, state) => {
    const { name } = parseReference(input.FunctionName);
    if (state.functions.find(name) !== undefined) throw conflict(`Function already exist: ${name}`);
    if (input.PackageType === "Image") throw unsupported("PackageType Image");
    const code = takeCode(state, input.Code ?? {});
    const latest = {
      ...configure(state, name, input, undefined),
      architectures: input.Architectures ?? ["x86_64"],
      codeSha256: code.sha256,
      codeSize: code.size,
    };
    const lambda: LambdaFunction = {
      ...{ name, latest, versions: [], aliases: {}, policies: {}, reservedConcurrency: undefined },
      ...{ tags: input.Tags ?? {}, eventInvokeConfigs: {} },
    };
    state.functions.save(lambda);
    state.executor.prepare();
    return creating(present(state, name, input.Publish === true ? publish(state, lambda, undefined) : latest));
  },
};
