import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { JsonObject, Wire } from "../../json.ts";
import type { Properties } from "../handler.ts";

interface FunctionArgs {
  readonly deadLetterConfig?: { readonly targetArn: string };
  readonly description?: string;
  readonly environment?: { readonly variables?: Readonly<Record<string, string>> };
  readonly ephemeralStorage?: { readonly size?: number };
  readonly handler?: string;
  readonly layers?: readonly string[];
  readonly loggingConfig?: {
    readonly applicationLogLevel?: string;
    readonly logFormat: string;
    readonly logGroup?: string;
    readonly systemLogLevel?: string;
  };
  readonly memorySize?: number;
  readonly role: string;
  readonly runtime?: string;
  readonly timeout?: number;
  readonly tracingConfig?: { readonly mode: string };
}

/** The members that CreateFunction and UpdateFunctionConfiguration share; what is not given is put back to the default. */
export function settings(inputs: Properties): JsonObject {
  const args = inputs as unknown as FunctionArgs;
  const { loggingConfig: logging } = args;
  return {
    DeadLetterConfig: { TargetArn: args.deadLetterConfig?.targetArn ?? "" },
    Description: args.description ?? "",
    Environment: { Variables: { ...args.environment?.variables } },
    EphemeralStorage: { Size: args.ephemeralStorage?.size ?? 512 },
    Handler: args.handler,
    Layers: [...(args.layers ?? [])],
    ...(logging === undefined
      ? {}
      : {
          LoggingConfig: {
            LogFormat: logging.logFormat,
            ...(logging.applicationLogLevel ? { ApplicationLogLevel: logging.applicationLogLevel } : {}),
            ...(logging.systemLogLevel ? { SystemLogLevel: logging.systemLogLevel } : {}),
            ...(logging.logGroup ? { LogGroup: logging.logGroup } : {}),
          },
        }),
    MemorySize: args.memorySize ?? 128,
    Role: args.role,
    Runtime: args.runtime,
    Timeout: args.timeout ?? 3,
    TracingConfig: { Mode: args.tracingConfig?.mode ?? "PassThrough" },
  };
}

/** A function as GetFunction shows it, in Pulumi's properties; its code cannot be read back. */
export function functionInputs(found: JsonObject): Properties {
  const configuration = found["Configuration"] as Wire<FunctionConfiguration>;
  const concurrency = found["Concurrency"] as { ReservedConcurrentExecutions?: number } | undefined;
  const { LoggingConfig: logging, Environment: environment, DeadLetterConfig: deadLetters } = configuration;
  return {
    name: configuration.FunctionName,
    architectures: configuration.Architectures ?? [],
    description: configuration.Description ?? "",
    ...(deadLetters?.TargetArn === undefined ? {} : { deadLetterConfig: { targetArn: deadLetters.TargetArn } }),
    ...(environment?.Variables === undefined ? {} : { environment: { variables: environment.Variables } }),
    ephemeralStorage: { size: configuration.EphemeralStorage?.Size ?? 512 },
    handler: configuration.Handler ?? "",
    layers: [],
    loggingConfig: {
      applicationLogLevel: logging?.ApplicationLogLevel ?? "",
      logFormat: logging?.LogFormat ?? "Text",
      logGroup: logging?.LogGroup ?? "",
      systemLogLevel: logging?.SystemLogLevel ?? "",
    },
    memorySize: configuration.MemorySize,
    packageType: configuration.PackageType,
    publish: false,
    reservedConcurrentExecutions: concurrency?.ReservedConcurrentExecutions ?? -1,
    role: configuration.Role,
    runtime: configuration.Runtime,
    skipDestroy: false,
    tags: (found["Tags"] ?? {}) as Properties,
    timeout: configuration.Timeout,
    tracingConfig: { mode: configuration.TracingConfig?.Mode ?? "PassThrough" },
  };
}
