import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import resourcePb from "@pulumi/pulumi/proto/resource_pb.js";
import emptyPb from "google-protobuf/google/protobuf/empty_pb.js";
import type { Json } from "../json.ts";
import { refused, unary } from "../provider/grpc-unary.ts";
import { type DecodeOptions, decodeProperties, type EncodeOptions } from "../provider/property-bag.ts";
import { fromStruct, toStruct } from "../provider/struct.ts";
import type { PropertyMap, PropertyValue } from "../provider/values.ts";
import type { Configuration } from "./configuration.ts";
import type { Deployment } from "./deployment.ts";
import { DeploymentFailed } from "./failure.ts";
import type { Goal, Registered } from "./goal.ts";

/** What the monitor answers from. */
export interface MonitorContext {
  readonly deployment: Deployment;
  /** Runs a function of the provider. */
  readonly invoke: (token: string, args: PropertyMap, provider: string) => Promise<PropertyMap>;
  readonly project: string;
  readonly stack: string;
  readonly configuration: Configuration;
  readonly dryRun: boolean;
  /** The folder that relative asset paths of the program start from. */
  readonly directory: string;
}

const { ResourceMonitorFeature } = resourcePb;

/** What the program's SDK may send. Without alias specs it computes alias URNs itself, those of children included. */
const FEATURES: Readonly<Record<string, resourcePb.ResourceMonitorFeature>> = {
  secrets: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_SECRETS,
  resourceReferences: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  outputValues: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  deletedWith: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  replaceWith: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
  replacementTrigger: ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
};

const ENCODE: EncodeOptions = { secrets: true, assetContents: true };

/** The `ResourceMonitor` service: what a running program asks of the engine. */
export function monitorService(context: MonitorContext): UntypedServiceImplementation {
  const { deployment } = context;
  const decode: DecodeOptions = { assetsFrom: context.directory };
  return {
    getDeploymentInfo: unary(() => deploymentInfo(context)),
    supportsFeature: unary((request: resourcePb.SupportsFeatureRequest) => {
      const response = new resourcePb.SupportsFeatureResponse();
      response.setHassupport(request.getId() in FEATURES);
      return response;
    }),
    registerResource: unary(async (request: resourcePb.RegisterResourceRequest) => {
      return registeredResponse(await ended(deployment, deployment.register(goalOf(request, decode))));
    }),
    registerResourceOutputs: unary(async (request: resourcePb.RegisterResourceOutputsRequest) => {
      await ended(deployment, deployment.registerOutputs(request.getUrn(), fromStruct(request.getOutputs(), decode)));
      return new emptyPb.Empty();
    }),
    readResource: unary(async (request: resourcePb.ReadResourceRequest) => {
      const read = await ended(deployment, deployment.read(readGoalOf(request, decode)));
      const response = new resourcePb.ReadResourceResponse();
      response.setUrn(read.urn);
      response.setProperties(toStruct(read.outputs, ENCODE));
      return response;
    }),
    invoke: unary(async (request: resourcePb.ResourceInvokeRequest) => {
      const args = fromStruct(request.getArgs(), decode);
      const answer = await ended(deployment, context.invoke(request.getTok(), args, request.getProvider()));
      const response = new resourcePb.ResourceInvokeResponse();
      response.setReturn(toStruct(answer, ENCODE));
      return response;
    }),
    registerPackage: refused("parameterized packages", "use a package of its own"),
    call: refused("methods of remote components", "call them when deploying to AWS only"),
    registerStackTransform: refused("stack transforms", "change the resources where they are made"),
    registerStackInvokeTransform: refused("invoke transforms", "change the arguments where they are given"),
    registerResourceHook: refused("resource hooks", "they run when deploying to AWS only"),
    registerErrorHook: refused("error hooks", "they run when deploying to AWS only"),
    signalAndWaitForShutdown: unary(() => new emptyPb.Empty()),
  };
}

/**
 * A failure that has been told gets no answer: the engine ends the program, which has nothing to add, after a moment
 * in which whatever else is wrong can be told as well.
 */
async function ended<T>(deployment: Deployment, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (deployment.isOver && error instanceof DeploymentFailed) return new Promise<never>(() => undefined);
    throw error;
  }
}

function deploymentInfo(context: MonitorContext): resourcePb.DeploymentInfo {
  const info = new resourcePb.DeploymentInfo();
  info.setProject(context.project);
  info.setStack(context.stack);
  info.setOrganization("organization");
  info.setDryrun(context.dryRun);
  for (const [key, value] of Object.entries(context.configuration)) info.getConfigMap().set(key, value);
  info.setSupportedfeaturesList(Object.values(FEATURES));
  return info;
}

function goalOf(request: resourcePb.RegisterResourceRequest, decode: DecodeOptions): Goal {
  const propertyDependencies: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((dependencies, name) => {
    propertyDependencies[name] = dependencies.getUrnsList();
  });
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    remote: request.getRemote(),
    parent: request.getParent(),
    inputs: fromStruct(request.getObject(), decode),
    dependencies: request.getDependenciesList(),
    propertyDependencies,
    provider: request.getProvider(),
    version: request.getVersion(),
    aliases: request.getAliasurnsList(),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    replaceWith: request.getReplaceWithList(),
    replacementTrigger: triggerOf(request.getReplacementTrigger()?.toJavaScript(), decode),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    deletedWith: request.getDeletedwith(),
    importId: request.getImportid(),
    timeouts: timeoutsOf(request.getCustomtimeouts()),
  };
}

function timeoutsOf(given: resourcePb.RegisterResourceRequest.CustomTimeouts | undefined): readonly string[] {
  if (given === undefined) return [];
  const texts = [given.getCreate(), given.getUpdate(), given.getDelete(), given.getRead()];
  return texts.filter((text) => text !== "");
}

function triggerOf(json: Json | undefined, decode: DecodeOptions): PropertyValue | undefined {
  return json === undefined ? undefined : decodeProperties({ json }, decode)["json"];
}

function readGoalOf(request: resourcePb.ReadResourceRequest, decode: DecodeOptions): Parameters<Deployment["read"]>[0] {
  return {
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    id: request.getId(),
    inputs: fromStruct(request.getProperties(), decode),
    provider: request.getProvider(),
    dependencies: request.getDependenciesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
  };
}

function registeredResponse({
  urn,
  id,
  outputs,
  unknown = false,
  failed = false,
}: Registered): resourcePb.RegisterResourceResponse {
  const response = new resourcePb.RegisterResourceResponse();
  response.setUrn(urn);
  response.setId(id);
  response.setObject(toStruct(outputs, ENCODE));
  response.setUnknown(unknown);
  response.setResult(failed ? resourcePb.Result.FAIL : resourcePb.Result.SUCCESS);
  return response;
}
