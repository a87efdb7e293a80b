import { apiModel } from "./api-model.ts";

/** How a Task can wait for its service. */
export type Pattern = "request-response" | "sync" | "sync:2" | "waitForTaskToken";

/** An action of an optimized integration. */
export interface Integration {
  readonly patterns: readonly Pattern[];
  /** The arguments without which AWS refuses the definition. */
  readonly required: readonly string[];
}

const RUN = ["request-response", "sync"] as const;
const CALLBACK = ["request-response", "waitForTaskToken"] as const;
const PLAIN = ["request-response"] as const;

/**
 * The optimized integrations, by service and action, with the patterns each has. Arguments are PascalCase at every level.
 * AWS: DG/integrate-optimized. That no others are accepted is [inferred]. Required arguments are kept for the services that the
 * runtime serves.
 */
export const optimizedIntegrations: Readonly<Record<string, Readonly<Record<string, Integration>>>> = {
  apigateway: { invoke: { patterns: CALLBACK, required: ["ApiEndpoint", "Method"] } },
  athena: {
    startQueryExecution: { patterns: RUN, required: [] },
    stopQueryExecution: { patterns: PLAIN, required: [] },
    getQueryExecution: { patterns: PLAIN, required: [] },
    getQueryResults: { patterns: PLAIN, required: [] },
  },
  batch: { submitJob: { patterns: RUN, required: [] } },
  bedrock: {
    invokeModel: { patterns: PLAIN, required: [] },
    createModelCustomizationJob: { patterns: RUN, required: [] },
  },
  codebuild: {
    startBuild: { patterns: RUN, required: [] },
    stopBuild: { patterns: PLAIN, required: [] },
    batchDeleteBuilds: { patterns: PLAIN, required: [] },
    batchGetReports: { patterns: PLAIN, required: [] },
    startBuildBatch: { patterns: RUN, required: [] },
    stopBuildBatch: { patterns: PLAIN, required: [] },
    retryBuildBatch: { patterns: RUN, required: [] },
    deleteBuildBatch: { patterns: PLAIN, required: [] },
  },
  databrew: { startJobRun: { patterns: RUN, required: [] } },
  dynamodb: {
    getItem: { patterns: PLAIN, required: ["TableName", "Key"] },
    putItem: { patterns: PLAIN, required: ["TableName", "Item"] },
    updateItem: { patterns: PLAIN, required: ["TableName", "Key"] },
    deleteItem: { patterns: PLAIN, required: ["TableName", "Key"] },
  },
  ecs: { runTask: { patterns: ["request-response", "sync", "waitForTaskToken"], required: [] } },
  eks: {
    call: { patterns: PLAIN, required: [] },
    createCluster: { patterns: RUN, required: [] },
    deleteCluster: { patterns: RUN, required: [] },
    createFargateProfile: { patterns: RUN, required: [] },
    deleteFargateProfile: { patterns: RUN, required: [] },
    createNodegroup: { patterns: RUN, required: [] },
    deleteNodegroup: { patterns: RUN, required: [] },
    runJob: { patterns: RUN, required: [] },
  },
  elasticmapreduce: {
    createCluster: { patterns: RUN, required: [] },
    terminateCluster: { patterns: RUN, required: [] },
    addStep: { patterns: RUN, required: [] },
    cancelStep: { patterns: PLAIN, required: [] },
    setClusterTerminationProtection: { patterns: PLAIN, required: [] },
    modifyInstanceFleetByName: { patterns: PLAIN, required: [] },
    modifyInstanceGroupByName: { patterns: PLAIN, required: [] },
  },
  "emr-containers": {
    createVirtualCluster: { patterns: PLAIN, required: [] },
    deleteVirtualCluster: { patterns: RUN, required: [] },
    startJobRun: { patterns: RUN, required: [] },
  },
  "emr-serverless": {
    createApplication: { patterns: RUN, required: [] },
    startApplication: { patterns: RUN, required: [] },
    stopApplication: { patterns: RUN, required: [] },
    deleteApplication: { patterns: RUN, required: [] },
    startJobRun: { patterns: RUN, required: [] },
    cancelJobRun: { patterns: RUN, required: [] },
  },
  events: { putEvents: { patterns: CALLBACK, required: ["Entries"] } },
  glue: { startJobRun: { patterns: RUN, required: [] } },
  http: { invoke: { patterns: PLAIN, required: ["ApiEndpoint", "Method"] } },
  lambda: { invoke: { patterns: CALLBACK, required: ["FunctionName"] } },
  mediaconvert: { createJob: { patterns: RUN, required: [] } },
  sagemaker: {
    createTrainingJob: { patterns: RUN, required: [] },
    createTransformJob: { patterns: RUN, required: [] },
    createHyperParameterTuningJob: { patterns: RUN, required: [] },
    createLabelingJob: { patterns: RUN, required: [] },
    createProcessingJob: { patterns: RUN, required: [] },
    createEndpoint: { patterns: PLAIN, required: [] },
    createEndpointConfig: { patterns: PLAIN, required: [] },
    createModel: { patterns: PLAIN, required: [] },
    updateEndpoint: { patterns: PLAIN, required: [] },
  },
  sns: { publish: { patterns: CALLBACK, required: ["Message"] } },
  sqs: { sendMessage: { patterns: CALLBACK, required: ["QueueUrl", "MessageBody"] } },
  states: {
    startExecution: {
      patterns: ["request-response", "sync", "sync:2", "waitForTaskToken"],
      required: ["StateMachineArn"],
    },
  },
};

/** Services of the AWS SDK that Step Functions does not reach; AWS refuses them (seen for this one). */
const unreachableSdkServices: ReadonlySet<string> = new Set(["apigatewaymanagementapi"]);

/** Whether AWS has the integration that a Task names: service and action as in its ARN. */
export function hasIntegration(service: string, action: string, pattern: Pattern): boolean {
  if (service.startsWith("aws-sdk:")) {
    const name = service.slice("aws-sdk:".length);
    if (unreachableSdkServices.has(name) || !hasAction(name, action)) return false;
    return pattern === "request-response" || pattern === "waitForTaskToken";
  }
  return integrationOf(service, action)?.patterns.includes(pattern) ?? false;
}

/** Of services without a model it is known that their actions begin with a small letter (DG/supported-services-awssdk). */
function hasAction(service: string, action: string): boolean {
  const model = apiModel(service, "sdk");
  return model === undefined ? /^[a-z]/.test(action) : model.operation(action) !== undefined;
}

/** The optimized integration of a service and action, if there is one. */
export function integrationOf(service: string, action: string): Integration | undefined {
  const actions = Object.hasOwn(optimizedIntegrations, service) ? optimizedIntegrations[service] : undefined;
  return actions !== undefined && Object.hasOwn(actions, action) ? actions[action] : undefined;
}
