import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type handleUnaryCall, Server, ServerCredentials } from "@grpc/grpc-js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import enginePb from "@pulumi/pulumi/proto/engine_pb.js";
import resourceGrpc from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import resourcePb from "@pulumi/pulumi/proto/resource_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import { configurationOf } from "../../local/engine/configuration.ts";
import { readProject } from "../../local/engine/project.ts";

const REPOSITORY = join(import.meta.dirname, "..", "..");
const FEATURES = [0, 1, 2, 5];
/** What the program does arithmetic of text with; a real engine knows more. */
const OUTPUTS = ["arn", "name", "apiEndpoint", "invokeUrl", "executionArn", "url", "domainName"];

/**
 * The program alone under the resource protocol, with a monitor that makes nothing: the least that any deployment of
 * it takes. Started as the Pulumi CLI starts it.
 *
 * @param flags of Node.js.
 * @returns milliseconds from the start of the process to its end.
 */
export async function bareProgram(flags: readonly string[] = []): Promise<number> {
  const server = new Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  server.addService(engineGrpc.EngineService, engine);
  server.addService(resourceGrpc.ResourceMonitorService, monitor());
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  const project = readProject(REPOSITORY);
  const runner = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run");
  const address = `127.0.0.1:${port}`;
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [...flags, runner, `--monitor=${address}`, `--engine=${address}`, `--project=${project.name}`, "--stack=bench"]
      .concat("--organization=organization", `--root-directory=${REPOSITORY}`, `--pwd=${REPOSITORY}`)
      .concat("--parallel=64", project.main),
    {
      cwd: REPOSITORY,
      stdio: ["ignore", "ignore", "inherit"],
      env: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify(configurationOf(project, "bench", {})),
        PULUMI_CONFIG_SECRET_KEYS: "[]",
        PULUMI_NODEJS_TYPESCRIPT: "false",
        NODE_COMPILE_CACHE: join(REPOSITORY, "node_modules", ".cache", "node"),
      },
    },
  );
  const code = await new Promise((resolve) => child.once("exit", resolve));
  const took = performance.now() - started;
  server.forceShutdown();
  if (code !== 0) throw new Error(`the program ended with ${String(code)}`);
  return took;
}

function answer<Request, Response>(make: (request: Request) => Response): handleUnaryCall<Request, Response> {
  return (call, callback) => callback(null, make(call.request));
}

const engine = {
  log: answer(() => new emptyPb.Empty()),
  getRootResource: answer(() => new enginePb.GetRootResourceResponse()),
  setRootResource: answer(() => new enginePb.SetRootResourceResponse()),
};

function monitor() {
  let count = 0;
  return {
    getDeploymentInfo: answer(() => {
      const info = new resourcePb.DeploymentInfo();
      info.setSupportedfeaturesList(FEATURES);
      return info;
    }),
    supportsFeature: answer(() => {
      const response = new resourcePb.SupportsFeatureResponse();
      response.setHassupport(true);
      return response;
    }),
    registerResource: answer((request: resourcePb.RegisterResourceRequest) => registered(request, ++count)),
    registerResourceOutputs: answer(() => new emptyPb.Empty()),
    invoke: answer(() => {
      const response = new resourcePb.ResourceInvokeResponse();
      const facts = {
        accountId: "000000000000",
        region: "us-east-1",
        partition: "aws",
        arn: "arn",
        id: "id",
        json: "{}",
      };
      response.setReturn(structPb.Struct.fromJavaScript({ ...facts, name: "us-east-1" }));
      return response;
    }),
    signalAndWaitForShutdown: answer(() => new emptyPb.Empty()),
  };
}

function registered(request: resourcePb.RegisterResourceRequest, count: number): resourcePb.RegisterResourceResponse {
  const response = new resourcePb.RegisterResourceResponse();
  response.setUrn(`urn:pulumi:bench::websocket-orders::${request.getType()}::${request.getName()}`);
  response.setId(`id${count}`);
  const object = request.getObject() ?? new structPb.Struct();
  for (const name of OUTPUTS) {
    if (object.getFieldsMap().has(name)) continue;
    const text = name === "apiEndpoint" ? "ws://localhost/x" : `arn:aws:x:us-east-1:000000000000:${name}${count}`;
    object.getFieldsMap().set(name, structPb.Value.fromJavaScript(text));
  }
  response.setObject(object);
  return response;
}
