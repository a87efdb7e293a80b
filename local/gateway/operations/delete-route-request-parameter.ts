import type {
  DeleteRouteRequestParameterCommandInput,
  DeleteRouteRequestParameterCommandOutput,
} from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { notFound } from "../errors.ts";

/** Removes a parameter that a route asks for: an update keeps those it does not name. */
export const deleteRouteRequestParameter: Operation<
  Apis,
  Wire<DeleteRouteRequestParameterCommandInput>,
  Wire<DeleteRouteRequestParameterCommandOutput>
> = {
  name: "DeleteRouteRequestParameter",
  permissions: (input, apis) =>
    apis.permission(
      "DELETE",
      `apis/${input.ApiId}/routes/${input.RouteId}/requestparameters/${input.RequestParameterKey}`,
    ),
  run: (input, _call, apis) => {
    const { routes } = apis.get(input.ApiId);
    const route = routes.get(input.RouteId);
    const { [input.RequestParameterKey ?? ""]: removed, ...left } = route.RequestParameters ?? {};
    // The text is that of REST APIs.
    if (removed === undefined) throw notFound("Invalid parameter name specified");
    routes.put(input.RouteId ?? "", { ...route, RequestParameters: left });
    apis.autoDeploy(input.ApiId);
    return {};
  },
};
