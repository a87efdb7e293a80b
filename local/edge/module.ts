import { defineService } from "../aws/service.ts";
import type { CreateModule } from "../module.ts";
import { edgeHandlers } from "../provider/resources/cloudfront.ts";
import { EdgeDataPlane } from "./data-plane.ts";
import { EdgeState } from "./edge-state.ts";
import { FunctionRunner } from "./function-runner.ts";
import { createDistribution } from "./operations/create-distribution.ts";
import { createDistributionWithTags } from "./operations/create-distribution-with-tags.ts";
import { createFunction } from "./operations/create-function.ts";
import { deleteDistribution } from "./operations/delete-distribution.ts";
import { deleteFunction } from "./operations/delete-function.ts";
import { describeFunction } from "./operations/describe-function.ts";
import { getDistribution } from "./operations/get-distribution.ts";
import { getDistributionConfig } from "./operations/get-distribution-config.ts";
import { getFunction } from "./operations/get-function.ts";
import { listDistributions } from "./operations/list-distributions.ts";
import { listFunctions } from "./operations/list-functions.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { publishFunction } from "./operations/publish-function.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { testFunction } from "./operations/test-function.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateDistribution } from "./operations/update-distribution.ts";
import { updateFunction } from "./operations/update-function.ts";
import { CLOUDFRONT_WIRE } from "./wire.ts";

/** Amazon CloudFront in front of the WebSocket API: distributions with one behaviour, and CloudFront Functions. */
export const createEdge: CreateModule = (environment) => {
  const state = new EdgeState(environment);
  const runner = new FunctionRunner(environment);
  const dataPlane = new EdgeDataPlane(state, runner);
  const service = defineService({ id: "cloudfront", wire: CLOUDFRONT_WIRE }, state, [
    createDistribution,
    createDistributionWithTags,
    createFunction,
    deleteDistribution,
    deleteFunction,
    describeFunction,
    getDistribution,
    getDistributionConfig,
    getFunction,
    listDistributions,
    listFunctions,
    listTagsForResource,
    publishFunction,
    tagResource,
    testFunction(runner),
    untagResource,
    updateDistribution,
    updateFunction,
  ]);
  return {
    services: [service],
    handlers: edgeHandlers,
    upgrade: (request, socket, head) => dataPlane.upgrade(request, socket, head),
    request: (request, response) => dataPlane.request(request, response),
    stop: async () => runner.stop(),
  };
};
