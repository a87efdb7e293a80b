import { createApi } from "./operations/create-api.ts";
import { createAuthorizer } from "./operations/create-authorizer.ts";
import { createDeployment } from "./operations/create-deployment.ts";
import { createIntegration } from "./operations/create-integration.ts";
import { createIntegrationResponse } from "./operations/create-integration-response.ts";
import { createModel } from "./operations/create-model.ts";
import { createRoute } from "./operations/create-route.ts";
import { createRouteResponse } from "./operations/create-route-response.ts";
import { createStage } from "./operations/create-stage.ts";
import { deleteAccessLogSettings } from "./operations/delete-access-log-settings.ts";
import { deleteApi } from "./operations/delete-api.ts";
import { deleteAuthorizer } from "./operations/delete-authorizer.ts";
import { deleteDeployment } from "./operations/delete-deployment.ts";
import { deleteIntegration } from "./operations/delete-integration.ts";
import { deleteIntegrationResponse } from "./operations/delete-integration-response.ts";
import { deleteModel } from "./operations/delete-model.ts";
import { deleteRoute } from "./operations/delete-route.ts";
import { deleteRouteRequestParameter } from "./operations/delete-route-request-parameter.ts";
import { deleteRouteResponse } from "./operations/delete-route-response.ts";
import { deleteRouteSettings } from "./operations/delete-route-settings.ts";
import { deleteStage } from "./operations/delete-stage.ts";
import { getApi } from "./operations/get-api.ts";
import { getApis } from "./operations/get-apis.ts";
import { getAuthorizer } from "./operations/get-authorizer.ts";
import { getAuthorizers } from "./operations/get-authorizers.ts";
import { getDeployment } from "./operations/get-deployment.ts";
import { getDeployments } from "./operations/get-deployments.ts";
import { getIntegration } from "./operations/get-integration.ts";
import { getIntegrationResponse } from "./operations/get-integration-response.ts";
import { getIntegrationResponses } from "./operations/get-integration-responses.ts";
import { getIntegrations } from "./operations/get-integrations.ts";
import { getModel } from "./operations/get-model.ts";
import { getModels } from "./operations/get-models.ts";
import { getRoute } from "./operations/get-route.ts";
import { getRouteResponse } from "./operations/get-route-response.ts";
import { getRouteResponses } from "./operations/get-route-responses.ts";
import { getRoutes } from "./operations/get-routes.ts";
import { getStage } from "./operations/get-stage.ts";
import { getStages } from "./operations/get-stages.ts";
import { getTags } from "./operations/get-tags.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateApi } from "./operations/update-api.ts";
import { updateAuthorizer } from "./operations/update-authorizer.ts";
import { updateDeployment } from "./operations/update-deployment.ts";
import { updateIntegration } from "./operations/update-integration.ts";
import { updateIntegrationResponse } from "./operations/update-integration-response.ts";
import { updateModel } from "./operations/update-model.ts";
import { updateRoute } from "./operations/update-route.ts";
import { updateRouteResponse } from "./operations/update-route-response.ts";
import { updateStage } from "./operations/update-stage.ts";

/** Every operation of the control plane that the local runtime has. */
export const OPERATIONS = [
  createApi,
  createAuthorizer,
  createDeployment,
  createIntegration,
  createIntegrationResponse,
  createModel,
  createRoute,
  createRouteResponse,
  createStage,
  deleteAccessLogSettings,
  deleteApi,
  deleteAuthorizer,
  deleteDeployment,
  deleteIntegration,
  deleteIntegrationResponse,
  deleteModel,
  deleteRoute,
  deleteRouteRequestParameter,
  deleteRouteResponse,
  deleteRouteSettings,
  deleteStage,
  getApi,
  getApis,
  getAuthorizer,
  getAuthorizers,
  getDeployment,
  getDeployments,
  getIntegration,
  getIntegrationResponse,
  getIntegrationResponses,
  getIntegrations,
  getModel,
  getModels,
  getRoute,
  getRouteResponse,
  getRouteResponses,
  getRoutes,
  getStage,
  getStages,
  getTags,
  tagResource,
  untagResource,
  updateApi,
  updateAuthorizer,
  updateDeployment,
  updateIntegration,
  updateIntegrationResponse,
  updateModel,
  updateRoute,
  updateRouteResponse,
  updateStage,
] as const;
