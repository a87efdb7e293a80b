import type { FunctionEventInvokeConfig } from "@aws-sdk/client-lambda";
import type { JsonObject, Wire } from "../../json.ts";
import type { HandlerContext, Properties, ResourceHandler, ResourceState } from "../handler.ts";
import { lambdaCall, lambdaFind } from "./lambda-calls.ts";

interface ConfigArgs {
  readonly functionName: string;
  readonly qualifier?: string;
  readonly maximumRetryAttempts?: number;
  readonly maximumEventAgeInSeconds?: number;
  readonly destinationConfig?: {
    readonly onSuccess?: { readonly destination: string };
    readonly onFailure?: { readonly destination: string };
  };
}

/** `aws.lambda.FunctionEventInvokeConfig`: how asynchronous invocations are retried and where they end. */
export const lambdaFunctionEventInvokeConfig: ResourceHandler = {
  type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  create: put,
  update: (_id, _olds, news, context) => put(news, context),
  read: async (id, context) => {
    const { functionName, qualifier } = parseId(id);
    const found = await lambdaFind(context, "GetFunctionEventInvokeConfig", {
      FunctionName: functionName,
      ...(qualifier === undefined ? {} : { Qualifier: qualifier }),
    });
    if (found === undefined) return undefined;
    const inputs = inputsOf(functionName, qualifier, found as Wire<FunctionEventInvokeConfig>);
    return { id, inputs, outputs: { ...inputs, region: context.aws.scope.region } };
  },
  delete: async (_id, outputs, context) => {
    await lambdaFind(context, "DeleteFunctionEventInvokeConfig", place(argsOf(outputs)));
  },
};

async function put(inputs: Properties, context: HandlerContext): Promise<ResourceState> {
  const args = argsOf(inputs);
  const { onSuccess, onFailure } = args.destinationConfig ?? {};
  await lambdaCall(context, "PutFunctionEventInvokeConfig", {
    ...place(args),
    MaximumRetryAttempts: args.maximumRetryAttempts ?? 2,
    ...(args.maximumEventAgeInSeconds === undefined ? {} : { MaximumEventAgeInSeconds: args.maximumEventAgeInSeconds }),
    DestinationConfig: {
      ...(onSuccess === undefined ? {} : { OnSuccess: { Destination: onSuccess.destination } }),
      ...(onFailure === undefined ? {} : { OnFailure: { Destination: onFailure.destination } }),
    },
  });
  const { functionName, qualifier } = args;
  const id = qualifier === undefined ? functionName : `${functionName}:${qualifier}`;
  return { id, outputs: { ...inputs, region: context.aws.scope.region } };
}

function argsOf(properties: Properties): ConfigArgs {
  return properties as unknown as ConfigArgs;
}

function place({ functionName, qualifier }: ConfigArgs): JsonObject {
  return { FunctionName: functionName, ...(qualifier === undefined ? {} : { Qualifier: qualifier }) };
}

/** `name`, `name:qualifier`, or an ARN with or without one. */
function parseId(id: string): { functionName: string; qualifier: string | undefined } {
  const parts = id.split(":");
  const [name = "", qualifier] = parts.length > 2 ? parts.slice(6) : parts;
  return { functionName: parts.length > 2 ? parts.slice(0, 7).join(":") : name, qualifier };
}

function inputsOf(
  functionName: string,
  qualifier: string | undefined,
  config: Wire<FunctionEventInvokeConfig>,
): Properties {
  const { OnSuccess: success, OnFailure: failure } = config.DestinationConfig ?? {};
  const destinations = {
    ...(success?.Destination === undefined ? {} : { onSuccess: { destination: success.Destination } }),
    ...(failure?.Destination === undefined ? {} : { onFailure: { destination: failure.Destination } }),
  };
  return {
    functionName,
    ...(qualifier === undefined ? {} : { qualifier }),
    maximumRetryAttempts: config.MaximumRetryAttempts ?? 2,
    ...(config.MaximumEventAgeInSeconds === undefined
      ? {}
      : { maximumEventAgeInSeconds: config.MaximumEventAgeInSeconds }),
    ...(Object.keys(destinations).length === 0 ? {} : { destinationConfig: destinations }),
  };
}
