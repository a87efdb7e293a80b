import type {
  CreateRouteResponseCommandInput,
  CreateRouteResponseCommandOutput,
  RouteResponse,
} from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { badRequest, conflict, required } from "../errors.ts";
import { stated } from "../merge.ts";

/** Adds a route response. Its being there makes the route answer (DG/apigateway-websocket-api-route-response). */
export const createRouteResponse: Operation<
  Apis,
  Wire<CreateRouteResponseCommandInput>,
  Wire<CreateRouteResponseCommandOutput>
> = {
  name: "CreateRouteResponse",
  permissions: (input, apis) => apis.permission("POST", `apis/${input.ApiId}/routes/${input.RouteId}/routeresponses`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    record.routes.get(input.RouteId);
    if (required(input.RouteResponseKey, "RouteResponseKey") !== "$default") {
      throw badRequest("Currently, only $default is supported as a RouteResponseKey.");
    }
    const RouteResponseId = apis.newChildId();
    const value = { ...stated(input, ["ApiId", "RouteId"]), RouteResponseId } as Wire<RouteResponse>;
    const owned = record.routeResponses.values().filter(({ owner }) => owner === input.RouteId);
    if (owned.some((other) => other.value.RouteResponseKey === input.RouteResponseKey)) {
      throw conflict(`RouteResponse with key ${input.RouteResponseKey} already exists for this route`);
    }
    record.routeResponses.put(RouteResponseId, { owner: required(input.RouteId, "RouteId"), value });
    apis.autoDeploy(input.ApiId);
    return value as Wire<CreateRouteResponseCommandOutput>;
  },
};
