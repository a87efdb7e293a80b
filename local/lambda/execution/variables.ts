import type { Credentials } from "../../aws/aws.ts";
import type { Scope } from "../../aws/caller.ts";
import type { Configuration } from "../function.ts";

/** Names that Lambda sets itself and a function's environment may not (LDG/configuration-envvars). */
export const RESERVED: ReadonlySet<string> = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_DEFAULT_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
]);

/** What the environment variables of an execution environment are made of. */
export interface VariableSources {
  readonly name: string;
  readonly configuration: Configuration;
  readonly scope: Scope;
  readonly credentials: Credentials;
  readonly taskRoot: string;
  readonly logStream: string;
  readonly endpointUrl: string;
}

/**
 * The environment variables of an execution environment: those AWS sets, the function's own, and `AWS_ENDPOINT_URL`,
 * which brings every SDK client of the handler to the local endpoint unless the function sets one itself.
 */
export function environmentVariables(sources: VariableSources): Record<string, string> {
  const { name, configuration, scope, credentials, taskRoot, logStream, endpointUrl } = sources;
  return {
    AWS_ENDPOINT_URL: endpointUrl,
    ...configuration.environment,
    _HANDLER: configuration.handler,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_DEFAULT_REGION: scope.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${configuration.runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memorySize),
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: configuration.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: configuration.logging.LogGroup ?? "",
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_RUNTIME_API: "127.0.0.1:9001",
    AWS_REGION: scope.region,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
    LAMBDA_RUNTIME_DIR: "/var/runtime",
    LAMBDA_TASK_ROOT: taskRoot,
    LANG: "en_US.UTF-8",
    NODE_PATH:
      "/opt/nodejs/node24/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task",
    PATH: process.env["PATH"] ?? "",
    TZ: ":UTC",
  };
}
