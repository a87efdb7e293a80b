import { readFileSync } from "node:fs";
import { type handleUnaryCall, Server, ServerCredentials } from "@grpc/grpc-js";
import pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import structPb from "google-protobuf/google/protobuf/struct_pb.js";
import type { JsonObject } from "../../local/json.ts";

/** What another provider has answered, by URN and by function. */
export interface Answers {
  readonly resources: Readonly<Record<string, { readonly id: string; readonly outputs: JsonObject }>>;
  readonly functions: Readonly<Record<string, JsonObject>>;
}

// `do-nothing-provider.ts FILE`: a provider that checks, compares and makes nothing and says what the file has, so that a
// program finds the values it works with. It prints its port.
const { resources, functions }: Answers = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8"));
const server = new Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
server.addService(providerGrpc.ResourceProviderService, {
  handshake: answer(() => accepting(new providerPb.ProviderHandshakeResponse())),
  attach: answer(() => new emptyPb.Empty()),
  getPluginInfo: answer(() => {
    const info = new pluginPb.PluginInfo();
    info.setVersion("7.48.0");
    return info;
  }),
  checkConfig: answer(unchanged),
  configure: answer(() => {
    const response = new providerPb.ConfigureResponse();
    response.setAcceptsecrets(true);
    response.setAcceptresources(true);
    response.setSupportspreview(true);
    return response;
  }),
  check: answer(unchanged),
  diff: answer(() => {
    const response = new providerPb.DiffResponse();
    response.setChanges(providerPb.DiffResponse.DiffChanges.DIFF_NONE);
    return response;
  }),
  create: answer((request: providerPb.CreateRequest) => {
    const known = resources[request.getUrn()];
    const response = new providerPb.CreateResponse();
    response.setId(known?.id ?? "id");
    response.setProperties(structOf(known?.outputs ?? {}));
    return response;
  }),
  invoke: answer((request: providerPb.InvokeRequest) => {
    const response = new providerPb.InvokeResponse();
    response.setReturn(structOf(functions[request.getTok()] ?? {}));
    return response;
  }),
  cancel: answer(() => new emptyPb.Empty()),
});
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`aws:${port}\n`);
});

function answer<Request, Response>(make: (request: Request) => Response): handleUnaryCall<Request, Response> {
  return (call, callback) => callback(null, make(call.request));
}

function accepting(response: providerPb.ProviderHandshakeResponse): providerPb.ProviderHandshakeResponse {
  response.setAcceptSecrets(true);
  response.setAcceptResources(true);
  return response;
}

function unchanged(request: providerPb.CheckRequest): providerPb.CheckResponse {
  const response = new providerPb.CheckResponse();
  response.setInputs(request.getNews());
  return response;
}

function structOf(json: JsonObject): structPb.Struct {
  return structPb.Struct.fromJavaScript(json as never);
}
