import { type ServerUnaryCall, status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import pluginPb from "@pulumi/pulumi/proto/plugin_pb.js";
import providerPb from "@pulumi/pulumi/proto/provider_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import type { Autonaming } from "./auto-name.ts";
import type { DifferenceKind, ResourceDiff } from "./diff.ts";
import { RpcFailure, refused, unary } from "./grpc-unary.ts";
import type { CheckFailure } from "./handler.ts";
import { PROVIDER_VERSION, packageSchema } from "./package-schema.ts";
import type { DecodeOptions, EncodeOptions } from "./property-bag.ts";
import type { ConfiguredProvider, Provider } from "./provider.ts";
import { withInitFailures } from "./rpc-failures.ts";
import { fromStruct, toStruct } from "./struct.ts";
import { hasUnknown, type PropertyMap } from "./values.ts";

const ENCODE: EncodeOptions = { secrets: true, assetContents: true };
const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = providerPb.PropertyDiff.Kind;
const KINDS: Readonly<Record<DifferenceKind, providerPb.PropertyDiff.Kind>> = {
  add: ADD,
  "add-replace": ADD_REPLACE,
  delete: DELETE,
  "delete-replace": DELETE_REPLACE,
  update: UPDATE,
  "update-replace": UPDATE_REPLACE,
};
const { PROPOSE, ENFORCE, DISABLE } = providerPb.CheckRequest.AutonamingOptions.Mode;
const MODES: Readonly<Record<providerPb.CheckRequest.AutonamingOptions.Mode, Autonaming["mode"]>> = {
  [PROPOSE]: "propose",
  [ENFORCE]: "enforce",
  [DISABLE]: "disable",
};

/** Instances that are remembered: no run has as many, and nobody tells when a connection has ended. */
const MOST_INSTANCES = 256;

/**
 * The `ResourceProvider` service that the real CLI attaches to with `PULUMI_DEBUG_PROVIDERS=aws:PORT`.
 *
 * The CLI opens a connection for every provider instance of a program, and calls do not say which one they mean; so an
 * instance is known by its connection. `Cancel` comes at the end of every run: the service lives on.
 */
export function providerService(provider: Provider, assetsFrom: string): UntypedServiceImplementation {
  const instances = new Map<string, ConfiguredProvider>();
  let latest: ConfiguredProvider | undefined;
  let schema: string | undefined;
  const decode: DecodeOptions = { assetsFrom };
  const instanceOf = <Q, S>(call: ServerUnaryCall<Q, S>): ConfiguredProvider => {
    latest ??= provider.configure({});
    return instances.get(call.getPeer()) ?? latest;
  };
  return {
    ...lifecycle(),
    ...configuration(provider, decode, (peer, instance) => {
      const [oldest] = instances.size < MOST_INSTANCES ? [] : instances.keys();
      if (oldest !== undefined) instances.delete(oldest);
      instances.set(peer, instance);
      latest = instance;
    }),
    ...planning(instanceOf, decode),
    ...changing(instanceOf, decode),
    invoke: unary(async (request: providerPb.InvokeRequest, call) => {
      const response = new providerPb.InvokeResponse();
      const answer = await instanceOf(call).invoke(request.getTok(), fromStruct(request.getArgs(), decode));
      response.setReturn(toStruct(answer, ENCODE));
      return response;
    }),
    call: refused("methods of components", "the AWS provider has none"),
    construct: refused("components of the AWS provider", "it has none"),
    parameterize: refused("parameters of the AWS provider", "it takes none"),
    getSchema: unary((request: providerPb.GetSchemaRequest) => {
      const version = request.getVersion();
      if (version !== 0)
        throw new RpcFailure(status.UNIMPLEMENTED, `unsupported schema version ${version}: 0 is served`);
      const response = new providerPb.GetSchemaResponse();
      schema ??= JSON.stringify(packageSchema(provider.registry));
      response.setSchema(schema);
      return response;
    }),
  };
}

type InstanceOf = <Q, S>(call: ServerUnaryCall<Q, S>) => ConfiguredProvider;

function lifecycle(): UntypedServiceImplementation {
  return {
    handshake: unary(() => {
      const response = new providerPb.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      response.setAcceptResources(true);
      // What the handshake answers counts; the same answers of `configure` are for engines that do not shake hands.
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),
    attach: unary(() => new emptyPb.Empty()),
    getPluginInfo: unary(() => {
      const response = new pluginPb.PluginInfo();
      response.setVersion(PROVIDER_VERSION);
      return response;
    }),
    cancel: unary(() => new emptyPb.Empty()),
    getMapping: unary(() => new providerPb.GetMappingResponse()),
    getMappings: unary(() => new providerPb.GetMappingsResponse()),
  };
}

function configuration(
  provider: Provider,
  decode: DecodeOptions,
  keep: (peer: string, instance: ConfiguredProvider) => void,
): UntypedServiceImplementation {
  return {
    checkConfig: unary((request: providerPb.CheckRequest) => {
      const news = fromStruct(request.getNews(), decode);
      return checkResponse(news, provider.checkConfig(news));
    }),
    diffConfig: unary((request: providerPb.DiffRequest) => {
      const olds = fromStruct(request.getOldInputs() ?? request.getOlds(), decode);
      const news = fromStruct(request.getNews(), decode);
      return diffResponse(provider.diffConfig(olds, news));
    }),
    configure: unary((request: providerPb.ConfigureRequest, call) => {
      keep(call.getPeer(), provider.configure(fromStruct(request.getArgs(), decode)));
      const response = new providerPb.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setAcceptresources(true);
      response.setSupportspreview(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),
  };
}

/** Questions: what would have to be done. */
function planning(instanceOf: InstanceOf, decode: DecodeOptions): UntypedServiceImplementation {
  return {
    check: unary((request: providerPb.CheckRequest, call) => {
      const { inputs, failures } = instanceOf(call).check(identity(request), {
        olds: fromStruct(request.getOlds(), decode),
        news: fromStruct(request.getNews(), decode),
        randomSeed: request.getRandomseed_asU8(),
        autonaming: autonamingOf(request),
      });
      return checkResponse(inputs, failures);
    }),
    diff: unary((request: providerPb.DiffRequest, call) =>
      diffResponse(
        instanceOf(call).diff(identity(request), {
          oldInputs: fromStruct(request.getOldInputs(), decode),
          newInputs: fromStruct(request.getNews(), decode),
          oldOutputs: fromStruct(request.getOlds(), decode),
          ignoreChanges: request.getIgnorechangesList(),
        }),
      ),
    ),
    read: unary(async (request: providerPb.ReadRequest, call) => {
      // An import brings neither, and `aws.….get(name, id, { … })` of a program what it says in the place of outputs.
      const inputs = fromStruct(request.getInputs(), decode);
      const outputs = fromStruct(request.getProperties(), decode);
      const found = await instanceOf(call).read(identity(request), request.getId(), { inputs, outputs });
      const response = new providerPb.ReadResponse();
      if (found === undefined) return response;
      response.setId(found.id);
      response.setProperties(toStruct(found.outputs, ENCODE));
      response.setInputs(toStruct(found.inputs, ENCODE));
      return response;
    }),
  };
}

/** Deeds; at preview they only say what is known beforehand. */
function changing(instanceOf: InstanceOf, decode: DecodeOptions): UntypedServiceImplementation {
  return {
    create: unary(async (request: providerPb.CreateRequest, call) => {
      const provider = instanceOf(call);
      const inputs = fromStruct(request.getProperties(), decode);
      const response = new providerPb.CreateResponse();
      if (request.getPreview() || hasUnknown(inputs)) {
        response.setProperties(toStruct(provider.previewCreate(identity(request), inputs).outputs, ENCODE));
        return response;
      }
      const made = await withInitFailures(() => provider.create(identity(request), inputs));
      response.setId(made.id);
      response.setProperties(toStruct(made.outputs, ENCODE));
      return response;
    }),
    update: unary(async (request: providerPb.UpdateRequest, call) => {
      const provider = instanceOf(call);
      const news = fromStruct(request.getNews(), decode);
      const oldInputs = fromStruct(request.getOldInputs(), decode);
      const old = { id: request.getId(), outputs: fromStruct(request.getOlds(), decode) };
      const response = new providerPb.UpdateResponse();
      const outputs = request.getPreview()
        ? provider.previewUpdate(identity(request), old, news)
        : (await withInitFailures(() => provider.update(identity(request), old, oldInputs, news))).outputs;
      response.setProperties(toStruct(outputs, ENCODE));
      return response;
    }),
    delete: unary(async (request: providerPb.DeleteRequest, call) => {
      const outputs = fromStruct(request.getProperties(), decode);
      await instanceOf(call).delete(identity(request), { id: request.getId(), outputs });
      return new emptyPb.Empty();
    }),
  };
}

function autonamingOf(request: providerPb.CheckRequest): Autonaming | undefined {
  const options = request.getAutonaming();
  return options && { mode: MODES[options.getMode()], proposedName: options.getProposedName() };
}

/** Old engines send the URN alone. */
function identity(request: { getUrn(): string; getType(): string; getName(): string }): {
  urn: string;
  type: string;
  name: string;
} {
  const urn = request.getUrn();
  const parts = urn.split("::");
  const type = request.getType() || (parts[2]?.split("$").at(-1) ?? "");
  return { urn, type, name: request.getName() || parts.slice(3).join("::") };
}

function checkResponse(inputs: PropertyMap, failures: readonly CheckFailure[]): providerPb.CheckResponse {
  const response = new providerPb.CheckResponse();
  response.setInputs(toStruct(inputs, ENCODE));
  for (const { property, reason } of failures) {
    const failure = new providerPb.CheckFailure();
    failure.setProperty(property);
    failure.setReason(reason);
    response.addFailures(failure);
  }
  return response;
}

function diffResponse(diff: ResourceDiff): providerPb.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = providerPb.DiffResponse.DiffChanges;
  const response = new providerPb.DiffResponse();
  response.setChanges(diff.differences.size === 0 ? DIFF_NONE : DIFF_SOME);
  response.setReplacesList(properties(diff.replaces));
  response.setDeletebeforereplace(diff.deleteBeforeReplace);
  response.setDiffsList(properties(diff.differences.keys()));
  response.setHasdetaileddiff(true);
  for (const [path, kind] of diff.differences) {
    const difference = new providerPb.PropertyDiff();
    difference.setKind(KINDS[kind]);
    difference.setInputdiff(true);
    response.getDetaileddiffMap().set(path, difference);
  }
  return response;
}

/** The properties that paths lead into, each once: both lists of a diff hold no more, the detailed diff has the paths. */
function properties(paths: Iterable<string>): string[] {
  return [...new Set([...paths].map((path) => path.replace(/[.[].*$/s, "")))];
}
