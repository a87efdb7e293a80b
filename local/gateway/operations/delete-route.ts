import type { DeleteRouteCommandInput, DeleteRouteCommandOutput } from "@aws-sdk/client-apigatewayv2";
import type { Operation } from "../../aws/service.ts";
import type { Wire } from "../../json.ts";
import type { Apis } from "../apis.ts";
import { tellStillShown } from "../still-shown.ts";

/** Removes a route and its responses. */
export const deleteRoute: Operation<Apis, Wire<DeleteRouteCommandInput>, Wire<DeleteRouteCommandOutput>> = {
  name: "DeleteRoute",
  permissions: (input, apis) => apis.permission("DELETE", `apis/${input.ApiId}/routes/${input.RouteId}`),
  run: (input, _call, apis) => {
    const record = apis.get(input.ApiId);
    const { RouteKey } = record.routes.get(input.RouteId);
    record.routes.remove(input.RouteId);
    for (const [id, { owner }] of record.routeResponses.entries()) {
      if (owner === input.RouteId) record.routeResponses.remove(id);
    }
    apis.autoDeploy(input.ApiId);
    tellStillShown(apis, record, `Route ${RouteKey}`, ({ routes }) =>
      routes.some(({ route }) => route.RouteId === input.RouteId),
    );
    return {};
  },
};
