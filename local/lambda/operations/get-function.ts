import { pathToFileURL } from "node:url";
import type { GetFunctionCommandInput, GetFunctionCommandOutput } from "@aws-sdk/client-lambda";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import { present } from "../configuration.ts";
import { onFunction } from "../policy.ts";
import { INVOKED_NAME, parseReference } from "../reference.ts";
import type { Lambda } from "../state.ts";

/** Describes a function, and says where its code is: a file of the local store. */
export const getFunction: Operation<Lambda, Wire<GetFunctionCommandInput>, Wire<GetFunctionCommandOutput>> = {
  name: "GetFunction",
  permissions: (input, state) => [onFunction(state, "GetFunction", input.FunctionName, input.Qualifier)],
  run: (input, _call, state) => {
    const { lambda, configuration } = state.functions.resolve(
      parseReference(input.FunctionName, input.Qualifier, INVOKED_NAME),
      () => 1,
    );
    const { reservedConcurrency } = lambda;
    const location = pathToFileURL(state.code.archive(configuration.codeSha256)).href;
    return {
      Configuration: present(state, lambda.name, configuration, input.Qualifier),
      Code: { RepositoryType: "S3", Location: location },
      ...(Object.keys(lambda.tags).length === 0 ? {} : { Tags: { ...lambda.tags } }),
      ...(reservedConcurrency === undefined
        ? {}
        : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
    };
  },
};
