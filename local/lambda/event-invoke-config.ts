import type { FunctionEventInvokeConfig, PutFunctionEventInvokeConfigRequest } from "@aws-sdk/client-lambda";
import { own, type Wire } from "../json.ts";
import { notFound, unsupported } from "./errors.ts";
import { serviceOf } from "./events/destinations.ts";
import type { LambdaFunction } from "./function.ts";
import { functionArn } from "./reference.ts";
import type { Lambda } from "./state.ts";

type Given = Wire<PutFunctionEventInvokeConfigRequest>;

/** @throws AwsError for destinations that the local runtime does not serve. */
export function checkEventInvokeConfig(input: Given): void {
  const { DestinationConfig: destinations } = input;
  for (const arn of [destinations?.OnSuccess?.Destination, destinations?.OnFailure?.Destination]) {
    if (arn === undefined || arn === "") continue;
    if (!["sqs", "sns", "lambda", "events"].includes(serviceOf(arn))) throw unsupported(`The destination ${arn}`);
  }
}

/** @throws AwsError `ResourceNotFoundException` when nothing is configured. */
export function findEventInvokeConfig(
  state: Lambda,
  lambda: LambdaFunction,
  qualifier: string | undefined,
): Wire<FunctionEventInvokeConfig> {
  const config = own(lambda.eventInvokeConfigs, qualifier ?? "$LATEST");
  if (config !== undefined) return config;
  const arn = functionArn(state.scope, lambda.name, qualifier ?? "$LATEST");
  throw notFound(`The function ${arn} doesn't have an EventInvokeConfig`);
}

/** Keeps what becomes of asynchronous calls of a version or alias, in place of what was kept before. */
export function saveEventInvokeConfig(
  state: Lambda,
  lambda: LambdaFunction,
  qualifier: string | undefined,
  input: Given,
): Wire<FunctionEventInvokeConfig> {
  const { MaximumRetryAttempts: retries, MaximumEventAgeInSeconds: age, DestinationConfig: destinations } = input;
  const key = qualifier ?? "$LATEST";
  const config = {
    LastModified: state.environment.clock.now() / 1000,
    FunctionArn: functionArn(state.scope, lambda.name, key),
    ...(retries === undefined ? {} : { MaximumRetryAttempts: retries }),
    ...(age === undefined ? {} : { MaximumEventAgeInSeconds: age }),
    DestinationConfig: { OnSuccess: {}, OnFailure: {}, ...destinations },
  };
  state.functions.save({ ...lambda, eventInvokeConfigs: { ...lambda.eventInvokeConfigs, [key]: config } });
  return config;
}
