import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AwsError } from "../aws/error.ts";
import { constrained, type Demands } from "../aws/model-constraints.ts";
import { type About, defineService } from "../aws/service.ts";
import type { Clock } from "../clock/clock.ts";
import { realClock } from "../clock/real-clock.ts";
import type { Environment, Module } from "../module.ts";
import { lambdaHandlers } from "../provider/resources/lambda.ts";
import { brokenModel } from "./errors.ts";
import { addPermission } from "./operations/add-permission.ts";
import { createAlias } from "./operations/create-alias.ts";
import { createEventSourceMapping } from "./operations/create-event-source-mapping.ts";
import { createFunction } from "./operations/create-function.ts";
import { createFunctionUrlConfig } from "./operations/create-function-url-config.ts";
import { deleteAlias } from "./operations/delete-alias.ts";
import { deleteEventSourceMapping } from "./operations/delete-event-source-mapping.ts";
import { deleteFunction } from "./operations/delete-function.ts";
import { deleteFunctionConcurrency } from "./operations/delete-function-concurrency.ts";
import { deleteFunctionEventInvokeConfig } from "./operations/delete-function-event-invoke-config.ts";
import { getAlias } from "./operations/get-alias.ts";
import { getEventSourceMapping } from "./operations/get-event-source-mapping.ts";
import { getFunction } from "./operations/get-function.ts";
import { getFunctionConcurrency } from "./operations/get-function-concurrency.ts";
import { getFunctionConfiguration } from "./operations/get-function-configuration.ts";
import { getFunctionEventInvokeConfig } from "./operations/get-function-event-invoke-config.ts";
import { getPolicy } from "./operations/get-policy.ts";
import { invoke } from "./operations/invoke.ts";
import { listAliases } from "./operations/list-aliases.ts";
import { listEventSourceMappings } from "./operations/list-event-source-mappings.ts";
import { listFunctionEventInvokeConfigs } from "./operations/list-function-event-invoke-configs.ts";
import { listFunctions } from "./operations/list-functions.ts";
import { listTags } from "./operations/list-tags.ts";
import { listVersionsByFunction } from "./operations/list-versions-by-function.ts";
import { publishVersion } from "./operations/publish-version.ts";
import { putFunctionConcurrency } from "./operations/put-function-concurrency.ts";
import { putFunctionEventInvokeConfig } from "./operations/put-function-event-invoke-config.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateAlias } from "./operations/update-alias.ts";
import { updateEventSourceMapping } from "./operations/update-event-source-mapping.ts";
import { updateFunctionCode } from "./operations/update-function-code.ts";
import { updateFunctionConfiguration } from "./operations/update-function-configuration.ts";
import { updateFunctionEventInvokeConfig } from "./operations/update-function-event-invoke-config.ts";
import { ROUTES } from "./routes.ts";
import { createState } from "./state.ts";

const ABOUT: About = {
  id: "lambda",
  wire: {
    protocol: "rest-json",
    signingName: "lambda",
    routes: ROUTES,
    numbers: ["MaxItems"],
  },
  denied: (message) => new AwsError("AccessDeniedException", message, { status: 403 }),
};

/** What the service's model demands of requests, but for functions' names and what is not served. */
const MODEL: Readonly<Record<string, Demands>> = JSON.parse(
  readFileSync(join(import.meta.dirname, "model.json"), "utf8"),
);

const OPERATIONS = [
  addPermission,
  createAlias,
  createEventSourceMapping,
  createFunction,
  createFunctionUrlConfig,
  deleteAlias,
  deleteEventSourceMapping,
  deleteFunction,
  deleteFunctionConcurrency,
  deleteFunctionEventInvokeConfig,
  getAlias,
  getEventSourceMapping,
  getFunction,
  getFunctionConcurrency,
  getFunctionConfiguration,
  getFunctionEventInvokeConfig,
  getPolicy,
  invoke,
  listAliases,
  listEventSourceMappings,
  listFunctionEventInvokeConfigs,
  listFunctions,
  listTags,
  listVersionsByFunction,
  publishVersion,
  putFunctionConcurrency,
  putFunctionEventInvokeConfig,
  removePermission,
  tagResource,
  untagResource,
  updateAlias,
  updateEventSourceMapping,
  updateFunctionCode,
  updateFunctionConfiguration,
  updateFunctionEventInvokeConfig,
] as const;

/**
 * AWS Lambda: real handlers in worker threads, asynchronous invocation and event source mappings.
 *
 * @param threadClock the clock that worker threads live by, for timeouts and for starting and ending them: a thread
 * computes in real time whatever the runtime's clock does, so this is the machine's clock except in tests.
 */
export function createLambda(environment: Environment, threadClock: Clock = realClock()): Module {
  const state = createState(environment, threadClock);
  const stop = async (): Promise<void> => {
    state.mappings.stop();
    state.events.stop();
    await state.executor.stop();
    state.code.dispose(() => state.functions.keptArchives());
  };
  let stopping: Promise<void> | undefined;
  return {
    services: [defineService(ABOUT, state, constrained(OPERATIONS, MODEL, brokenModel))],
    handlers: lambdaHandlers,
    resume: async () => {
      state.mappings.resume();
      state.events.resume();
    },
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
