import type { JsonObject } from "../../json.ts";
import type { HandlerContext, Properties, ResourceHandler } from "../handler.ts";
import { apiCall, controlArn, executionArn, GONE, retag, tagsOf } from "./apigatewayv2-calls.ts";
import { checkApi } from "./apigatewayv2-checks.ts";
import { childHandlers } from "./apigatewayv2-children.ts";
import { fromMembers, type Members, toChanges, toMembers } from "./apigatewayv2-members.ts";
import { stageHandler } from "./apigatewayv2-stage.ts";
import { unlessGone } from "./gone.ts";

const MEMBERS: Members = {
  apiKeySelectionExpression: "ApiKeySelectionExpression",
  description: "Description",
  disableExecuteApiEndpoint: "DisableExecuteApiEndpoint",
  ipAddressType: "IpAddressType",
  name: "Name",
  protocolType: "ProtocolType",
  routeSelectionExpression: "RouteSelectionExpression",
  version: "Version",
};

const api: ResourceHandler = {
  type: "aws:apigatewayv2/api:Api",
  check: checkApi,
  create: async (inputs, context) => {
    const answer = await apiCall(context, "CreateApi", { ...toMembers(inputs, MEMBERS), Tags: tagsOf(inputs) });
    return { id: String(answer["ApiId"]), outputs: { ...inputs, ...present(answer, context) } };
  },
  read: async (id, context) => {
    const answer = await unlessGone(apiCall(context, "GetApi", { ApiId: id }), GONE);
    if (answer === undefined) return undefined;
    return {
      id,
      inputs: { ...fromMembers(answer, MEMBERS), tags: answer["Tags"] ?? {}, region: context.aws.scope.region },
      outputs: present(answer, context),
    };
  },
  update: async (id, olds, news, context) => {
    const { ProtocolType: _fixed, ...changes } = toChanges(olds, news, MEMBERS);
    await apiCall(context, "UpdateApi", { ApiId: id, ...changes });
    await retag(controlArn(context, id), tagsOf(news), context);
    return { id, outputs: { ...news, ...present(await apiCall(context, "GetApi", { ApiId: id }), context) } };
  },
  delete: async (id, _outputs, context) => {
    await unlessGone(apiCall(context, "DeleteApi", { ApiId: id }), GONE);
  },
};

function present(answer: JsonObject, context: HandlerContext): Properties {
  const id = String(answer["ApiId"]);
  return {
    ...fromMembers(answer, MEMBERS),
    apiEndpoint: answer["ApiEndpoint"],
    arn: controlArn(context, id),
    executionArn: executionArn(context, id),
    region: context.aws.scope.region,
    tagsAll: answer["Tags"] ?? {},
  };
}

/** WebSocket APIs and everything in them. Custom domains (`DomainName`, `ApiMapping`) are not served locally. */
export const apiHandlers: readonly ResourceHandler[] = [api, stageHandler, ...childHandlers];
