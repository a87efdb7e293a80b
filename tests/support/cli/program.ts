import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import enginePb from "@pulumi/pulumi/proto/engine_pb.js";
import resourceGrpc from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import resourcePb from "@pulumi/pulumi/proto/resource_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import { createUrn } from "../../../local/engine/urn.ts";
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
  readonly dryRun: boolean;
  /** Changes what the program says, as an edit of it would. */
  readonly edit?: (goal: Goal) => Goal;
}

const STACK = "dev";
/** Takes out of the SDK's way what only costs time: packages that nobody asks for, debug messages that nobody reads. */
const PRELOAD = join(import.meta.dirname, "../../../local/engine/program-preload.ts");
const LARGEST_MESSAGE = 400 * 1024 * 1024;

/**
 * Runs a program to its end against a deployment.
 *
 * @throws Error with what the program and the deployment said when it failed.
 */
export async function runProgram(run: ProgramRun): Promise<void> {
  const problems: string[] = [];
  const server = new Server({ "grpc.max_receive_message_length": LARGEST_MESSAGE });
  server.addService(resourceGrpc.ResourceMonitorService, monitor(run, problems));
  server.addService(engineGrpc.EngineService, engine(problems));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  try {
    const { code, output } = await execute(run, `127.0.0.1:${port}`);
    if (code !== 0) throw new Error([...problems, output].join("\n"));
  } finally {
    server.forceShutdown();
  }
}

function execute(run: ProgramRun, address: string): Promise<{ code: number | null; output: string }> {
  const runner = createRequire(join(run.directory, "package.json")).resolve("@pulumi/pulumi/cmd/run");
  const options = [
    `--monitor=${address}`,
    `--engine=${address}`,
    `--project=${run.project}`,
    `--stack=${STACK}`,
    "--organization=organization",
    `--root-directory=${run.directory}`,
    `--pwd=${run.directory}`,
    "--parallel=16",
    ...(run.dryRun ? ["--dry-run"] : []),
  ];
  const child = spawn(process.execPath, [`--require=${PRELOAD}`, runner, ...options, run.main], {
    cwd: run.directory,
    env: {
      ...process.env,
      PULUMI_CONFIG: JSON.stringify(run.configuration),
      PULUMI_CONFIG_SECRET_KEYS: "[]",
      PULUMI_NODEJS_TYPESCRIPT: "false",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

function monitor(run: ProgramRun, problems: string[]): import("@grpc/grpc-js").UntypedServiceImplementation {
  const { deployment, edit = (goal) => goal } = run;
  const told = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      problems.push(String(error));
      throw error;
    }
  };
  return {
    getDeploymentInfo: unary(() => new resourcePb.DeploymentInfo()),
    supportsFeature: unary((request: resourcePb.SupportsFeatureRequest) => {
      const response = new resourcePb.SupportsFeatureResponse();
      response.setHassupport(["secrets", "resourceReferences", "deletedWith"].includes(request.getId()));
      return response;
    }),
    registerResource: unary((request: resourcePb.RegisterResourceRequest) =>
      told(async () => {
        const made = await deployment.register(edit(goalOf(request, run)));
        const response = new resourcePb.RegisterResourceResponse();
        response.setUrn(made.urn);
        response.setId(made.id);
        response.setObject(structPb.Struct.fromJavaScript(made.outputs as never));
        return response;
      }),
    ),
    registerResourceOutputs: unary(() => new emptyPb.Empty()),
    readResource: unary((request: resourcePb.ReadResourceRequest) =>
      told(async () => {
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
      told(async () => {
        const answer = await deployment.invoke(request.getTok(), jsonOf(request.getArgs()), request.getProvider());
        const response = new resourcePb.ResourceInvokeResponse();
        response.setReturn(structPb.Struct.fromJavaScript(answer as never));
        return response;
      }),
    ),
    signalAndWaitForShutdown: unary(() => new emptyPb.Empty()),
  };
}

function engine(problems: string[]): import("@grpc/grpc-js").UntypedServiceImplementation {
  let root = "";
  return {
    log: unary((request: enginePb.LogRequest) => {
      if (request.getSeverity() === enginePb.LogSeverity.ERROR) problems.push(request.getMessage());
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
