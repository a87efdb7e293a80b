import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Server, ServerCredentials, status } from "@grpc/grpc-js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import enginePb from "@pulumi/pulumi/proto/engine_pb.js";
import resourceGrpc from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import resourcePb from "@pulumi/pulumi/proto/resource_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import { createUrn } from "../../../local/engine/state/urn.ts";
import { isObject, type JsonObject } from "../../../local/json.ts";
import { unary } from "../../../local/provider/grpc-unary.ts";
import type { Deployment, Goal } from "./deployment.ts";
import { withHashes } from "./wire.ts";

/** A run of a program as the CLI's language host starts it. */
export interface ProgramRun {
  readonly deployment: Deployment;
  /** The folder of its `Pulumi.yaml`. */
  readonly directory: string;
  readonly main: string;
  readonly project: string;
  readonly configuration: Readonly<Record<string, string>>;
  /** The keys of the configuration that are secrets, with namespace. */
  readonly secretKeys?: readonly string[];
  readonly dryRun: boolean;
  /** Changes what the program says, as an edit of it would. */
  readonly edit?: (goal: Goal) => Goal;
  /** Options of Node.js: by default what only costs time is taken out of the SDK's way. */
  readonly nodeOptions?: readonly string[];
}

/** How a program ended. */
export interface ProgramEnd {
  /** 32 is "the person has been told": the CLI adds nothing. */
  readonly code: number | null;
  /** What the CLI shows of it: warnings and errors, those of its resources included, in order. */
  readonly messages: readonly string[];
  /** What it wrote to the terminal, which the CLI shows as well. */
  readonly printed: string;
  /** The stack's outputs, in the form of the wire. */
  readonly outputs: JsonObject;
}

const STACK = "dev";
/** Takes out of the SDK's way what only costs time: packages that nobody asks for, debug messages that nobody reads. */
const PRELOAD = `--require=${join(import.meta.dirname, "../../../local/engine/program/program-preload.ts")}`;
/** `SupportsFeature` in pulumi/pulumi pkg/resource/deploy/source_eval.go. */
const FEATURES: ReadonlySet<string> = new Set([
  "secrets",
  "resourceReferences",
  "outputValues",
  "aliasSpecs",
  "deletedWith",
  "transforms",
  "invokeTransforms",
  "parameterization",
  "resourceHooks",
]);
const LARGEST_MESSAGE = 400 * 1024 * 1024;

/**
 * Runs a program to its end against a deployment.
 *
 * @throws Error with what the program and the deployment said when it failed.
 */
export async function runProgram(run: ProgramRun): Promise<ProgramEnd> {
  const end = await endOfProgram(run);
  if (end.code !== 0) throw new Error([...end.messages, end.printed].join("\n"));
  return end;
}

/** Runs a program to its end, whichever that is. */
export async function endOfProgram(run: ProgramRun): Promise<ProgramEnd> {
  const told: Told = { messages: [], outputs: {} };
  const server = new Server({ "grpc.max_receive_message_length": LARGEST_MESSAGE });
  server.addService(resourceGrpc.ResourceMonitorService, monitor(run, told));
  server.addService(engineGrpc.EngineService, engine(told));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  try {
    return { ...(await execute(run, `127.0.0.1:${port}`)), ...told };
  } finally {
    server.forceShutdown();
  }
}

/** What a program told engine and monitor. */
interface Told {
  readonly messages: string[];
  outputs: JsonObject;
}

/** The command line and the environment of pulumi/pulumi sdk/nodejs/cmd/pulumi-language-nodejs/main.go. */
function execute(run: ProgramRun, address: string): Promise<Pick<ProgramEnd, "code" | "printed">> {
  const runner = createRequire(join(run.directory, "package.json")).resolve("@pulumi/pulumi/cmd/run");
  const options = Object.entries({
    monitor: address,
    engine: address,
    sync: join(run.directory, "no pipes: nothing may call synchronously"),
    organization: "organization",
    project: run.project,
    "root-directory": run.directory,
    stack: STACK,
    pwd: run.directory,
  }).flatMap(([name, value]) => [`--${name}`, value]);
  const dryRun = run.dryRun ? ["--dry-run"] : [];
  const { nodeOptions = [PRELOAD] } = run;
  const child = spawn(process.execPath, [...nodeOptions, runner, ...options, ...dryRun, "--parallel", "16", run.main], {
    cwd: run.directory,
    env: {
      ...process.env,
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(Object.entries(run.configuration).map(inOldForm))),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(run.secretKeys ?? []),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, printed }));
  });
}

/** The language host writes keys as SDKs of old read them: `{namespace}:config:{name}`. */
function inOldForm([key, value]: readonly [string, string]): readonly [string, string] {
  return [key.replace(":", ":config:"), value];
}

function monitor(run: ProgramRun, told: Told): import("@grpc/grpc-js").UntypedServiceImplementation {
  const { deployment, edit = (goal) => goal } = run;
  const telling = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      told.messages.push(String(error));
      throw error;
    }
  };
  return {
    // An SDK that meets an older CLI asks for each feature then. An empty answer would mean none, not even secrets.
    getDeploymentInfo: (_: unknown, answer: (error: object) => void) => answer({ code: status.UNIMPLEMENTED }),
    supportsFeature: unary((request: resourcePb.SupportsFeatureRequest) => {
      const response = new resourcePb.SupportsFeatureResponse();
      response.setHassupport(FEATURES.has(request.getId()));
      return response;
    }),
    registerResource: unary((request: resourcePb.RegisterResourceRequest) =>
      telling(async () => {
        const made = await deployment.register(edit(goalOf(request, run)));
        const response = new resourcePb.RegisterResourceResponse();
        response.setUrn(made.urn);
        response.setId(made.id);
        response.setObject(structPb.Struct.fromJavaScript(made.outputs as never));
        return response;
      }),
    ),
    registerResourceOutputs: unary((request: resourcePb.RegisterResourceOutputsRequest) => {
      if (request.getUrn().includes("::pulumi:pulumi:Stack::")) told.outputs = jsonOf(request.getOutputs());
      return new emptyPb.Empty();
    }),
    readResource: unary((request: resourcePb.ReadResourceRequest) =>
      telling(async () => {
        const identity = identityOf(request, run);
        const known = jsonOf(request.getProperties());
        const outputs = await deployment.lookUp(identity, request.getId(), known, request.getProvider());
        const response = new resourcePb.ReadResourceResponse();
        response.setUrn(identity.urn);
        response.setProperties(structPb.Struct.fromJavaScript(outputs as never));
        return response;
      }),
    ),
    invoke: unary((request: resourcePb.ResourceInvokeRequest) =>
      telling(async () => {
        const answer = await deployment.invoke(request.getTok(), jsonOf(request.getArgs()), request.getProvider());
        const response = new resourcePb.ResourceInvokeResponse();
        response.setReturn(structPb.Struct.fromJavaScript(answer as never));
        return response;
      }),
    ),
    signalAndWaitForShutdown: unary(() => new emptyPb.Empty()),
  };
}

function engine({ messages }: Told): import("@grpc/grpc-js").UntypedServiceImplementation {
  let root = "";
  return {
    log: unary((request: enginePb.LogRequest) => {
      if (request.getSeverity() >= enginePb.LogSeverity.WARNING) messages.push(request.getMessage());
      return new emptyPb.Empty();
    }),
    getRootResource: unary(() => {
      const response = new enginePb.GetRootResourceResponse();
      response.setUrn(root);
      return response;
    }),
    setRootResource: unary((request: enginePb.SetRootResourceRequest) => {
      root = request.getUrn();
      return new enginePb.SetRootResourceResponse();
    }),
  };
}

function goalOf(request: resourcePb.RegisterResourceRequest, run: ProgramRun): Goal {
  const propertyDependencies: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((dependencies, name) => {
    propertyDependencies[name] = dependencies.getUrnsList();
  });
  return {
    ...identityOf(request, run),
    custom: request.getCustom(),
    parent: request.getParent(),
    inputs: withHashes(jsonOf(request.getObject())),
    dependencies: request.getDependenciesList(),
    propertyDependencies,
    provider: request.getProvider(),
    ignoreChanges: request.getIgnorechangesList(),
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
    importId: request.getImportid(),
  };
}

function identityOf(
  request: { getType(): string; getName(): string; getParent(): string },
  { project }: ProgramRun,
): { urn: string; type: string; name: string } {
  const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
  return { urn: createUrn({ stack: STACK, project, parent, type, name }), type, name };
}

function jsonOf(struct: structPb.Struct | undefined): JsonObject {
  const json: unknown = struct?.toJavaScript();
  return isObject(json as never) ? (json as JsonObject) : {};
}
