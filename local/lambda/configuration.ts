import type {
  CreateFunctionRequest,
  FunctionConfiguration,
  UpdateFunctionConfigurationRequest,
} from "@aws-sdk/client-lambda";
import { AwsError } from "../aws/error.ts";
import type { Wire } from "../json.ts";
import { invalid, unsupported, violation } from "./errors.ts";
import { RESERVED } from "./execution/variables.ts";
import type { Configuration } from "./function.ts";
import { functionArn } from "./reference.ts";
import type { Lambda } from "./state.ts";

/** The part of a configuration that CreateFunction and UpdateFunctionConfiguration share. */
type Settings = Partial<
  Wire<Pick<CreateFunctionRequest, keyof CreateFunctionRequest & keyof UpdateFunctionConfigurationRequest>>
>;

/** Runtimes that the worker threads stand for; all of them run on the Node.js of the runtime itself. */
export const RUNTIMES = ["nodejs20.x", "nodejs22.x", "nodejs24.x"];
/** What has no meaning here, or none that could be kept: refused by name. */
const UNSUPPORTED = [
  "VpcConfig",
  "Layers",
  "FileSystemConfigs",
  "ImageConfig",
  "CapacityProviderConfig",
  "DurableConfig",
] as const;
/** The size of all environment variables, in bytes. */
const MAX_ENVIRONMENT = 4096;

/**
 * A configuration with what a request sets, and defaults or `before` for the rest.
 *
 * @throws AwsError as Lambda refuses it, and for what the local runtime does not do.
 */
export function configure(
  state: Lambda,
  name: string,
  input: Settings,
  before: Configuration | undefined,
): Omit<Configuration, "codeSha256" | "codeSize"> {
  check(input);
  const { logging, ...kept }: Partial<Configuration> = before ?? {};
  const log = input.LoggingConfig;
  const format = log?.LogFormat ?? logging?.LogFormat ?? "Text";
  const variables = input.Environment?.Variables;
  const deadLetters = input.DeadLetterConfig?.TargetArn;
  const configuration = {
    version: "$LATEST",
    description: input.Description ?? kept.description ?? "",
    runtime: input.Runtime ?? kept.runtime ?? "",
    handler: input.Handler ?? kept.handler ?? "",
    role: input.Role ?? kept.role ?? "",
    timeout: input.Timeout ?? kept.timeout ?? 3,
    memorySize: input.MemorySize ?? kept.memorySize ?? 128,
    environment: input.Environment === undefined ? kept.environment : emptyAsNone(variables),
    architectures: kept.architectures ?? ["x86_64"],
    ephemeralStorage: input.EphemeralStorage?.Size ?? kept.ephemeralStorage ?? 512,
    logging: {
      LogFormat: format,
      ...(format === "JSON"
        ? {
            ApplicationLogLevel: log?.ApplicationLogLevel ?? logging?.ApplicationLogLevel ?? "INFO",
            SystemLogLevel: log?.SystemLogLevel ?? logging?.SystemLogLevel ?? "INFO",
          }
        : {}),
      LogGroup: log?.LogGroup ?? logging?.LogGroup ?? `/aws/lambda/${name}`,
    },
    tracing: input.TracingConfig?.Mode ?? kept.tracing ?? "PassThrough",
    deadLetters: input.DeadLetterConfig === undefined ? kept.deadLetters : deadLetters === "" ? undefined : deadLetters,
    ...stamp(state),
  };
  if (configuration.runtime === "" || configuration.handler === "") {
    throw invalid("Runtime and Handler are mandatory parameters for functions created with deployment packages.");
  }
  checkRole(state, name, configuration.role);
  return configuration;
}

/** When and as which revision something was written. */
export function stamp({ environment }: Lambda): { lastModified: string; revisionId: string } {
  const now = new Date(environment.clock.now()).toISOString().replace("Z", "+0000");
  return { lastModified: now, revisionId: environment.ids.uuid() };
}

/** A configuration as Lambda shows it. A function is ready as soon as it exists, where AWS takes seconds. */
export function present(
  state: Lambda,
  name: string,
  configuration: Configuration,
  qualifier?: string,
): Wire<FunctionConfiguration> {
  const { environment: variables, deadLetters, runtime } = configuration;
  const version = configuration.version === "$LATEST" ? undefined : configuration.version;
  return {
    FunctionName: name,
    FunctionArn: functionArn(state.scope, name, qualifier ?? version),
    Runtime: runtime as NonNullable<Wire<FunctionConfiguration>["Runtime"]>,
    Role: configuration.role,
    Handler: configuration.handler,
    CodeSize: configuration.codeSize,
    Description: configuration.description,
    Timeout: configuration.timeout,
    MemorySize: configuration.memorySize,
    LastModified: configuration.lastModified,
    CodeSha256: configuration.codeSha256,
    Version: configuration.version,
    ...(deadLetters === undefined ? {} : { DeadLetterConfig: { TargetArn: deadLetters } }),
    ...(variables === undefined ? {} : { Environment: { Variables: { ...variables } } }),
    TracingConfig: { Mode: configuration.tracing },
    RevisionId: configuration.revisionId,
    State: "Active",
    LastUpdateStatus: "Successful",
    PackageType: "Zip",
    Architectures: configuration.architectures as NonNullable<Wire<FunctionConfiguration>["Architectures"]>,
    EphemeralStorage: { Size: configuration.ephemeralStorage },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    LoggingConfig: { ...configuration.logging },
  };
}

/** The answer to a creation, which AWS gives while it is still at work; here the next question finds the function ready. */
export function creating(shown: Wire<FunctionConfiguration>): Wire<FunctionConfiguration> {
  const { State: _state, LastUpdateStatus: _status, ...rest } = shown;
  return inOrder(rest, {
    State: "Pending",
    StateReason: "The function is being created.",
    StateReasonCode: "Creating",
  });
}

/** The answer to an update, likewise. */
export function updating(shown: Wire<FunctionConfiguration>): Wire<FunctionConfiguration> {
  const { LastUpdateStatus: _status, ...rest } = shown;
  return inOrder(rest, {
    LastUpdateStatus: "InProgress",
    LastUpdateStatusReason: "The function is being created.",
    // The model's list of codes does not have this one, which AWS answers.
    LastUpdateStatusReasonCode: "Creating" as NonNullable<FunctionConfiguration["LastUpdateStatusReasonCode"]>,
  });
}

/** Puts a status where Lambda shows it, before the package type. */
function inOrder(rest: Wire<FunctionConfiguration>, status: Wire<FunctionConfiguration>): Wire<FunctionConfiguration> {
  const entries = Object.entries(rest);
  const at = entries.findIndex(([name]) => name === "PackageType");
  return Object.fromEntries([
    ...entries.slice(0, at),
    ...Object.entries(status),
    ...entries.slice(at),
  ]) as Wire<FunctionConfiguration>;
}

function check(input: Settings): void {
  for (const name of UNSUPPORTED) if (isSet(input[name])) throw unsupported(name);
  if (input.SnapStart?.ApplyOn === "PublishedVersions") throw unsupported("SnapStart");
  const { Runtime: runtime, Timeout: timeout, MemorySize: memory } = input;
  if (runtime !== undefined && !RUNTIMES.includes(runtime)) {
    throw invalid(
      `The runtime parameter of ${runtime} is not implemented by the local runtime: use one of ${RUNTIMES.join(", ")}.`,
    );
  }
  // The published model has no end for the one and another for the other, which is that of managed instances.
  checkMost("timeout", timeout, 900);
  checkMost("memorySize", memory, 10_240);
  checkVariables(input.Environment?.Variables ?? {});
}

function checkMost(member: string, value: number | undefined, most: number): void {
  if (value !== undefined && value > most) {
    throw violation(member, value, `have value less than or equal to ${most}`);
  }
}

function checkVariables(variables: Readonly<Record<string, string>>): void {
  const names = Object.keys(variables);
  const reserved = names.filter((name) => RESERVED.has(name));
  if (reserved.length > 0) {
    throw invalid(
      "Lambda was unable to configure your environment variables because the environment variables you have provided " +
        "contains reserved keys that are currently not supported for modification. " +
        `Reserved keys used in this request: ${reserved.join(", ")}`,
    );
  }
  const size = Buffer.byteLength(JSON.stringify(variables));
  if (size > MAX_ENVIRONMENT) {
    throw invalid(
      "Lambda was unable to configure your environment variables because the environment variables you have provided " +
        `exceeded the 4KB limit. String measured: ${JSON.stringify(variables)}`,
    );
  }
}

function checkRole(state: Lambda, name: string, role: string): void {
  try {
    state.executor.assumeRole(name, role);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    state.environment.log.warn(`lambda: ${name}: ${error.message}`);
    throw invalid("The role defined for the function cannot be assumed by Lambda.");
  }
}

function isSet(value: object | undefined): boolean {
  if (value === undefined) return false;
  return Object.values(value).some((member) => (Array.isArray(member) ? member.length > 0 : member !== undefined));
}

function emptyAsNone(
  variables: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> | undefined {
  return variables === undefined || Object.keys(variables).length === 0 ? undefined : variables;
}
