import { isObject, type Json, type JsonObject } from "../../json.ts";
import type { HandlerContext, Properties, ResourceHandler } from "../handler.ts";
import { apiCall, controlArn, executionArn, GONE, retag, tagsOf } from "./apigatewayv2-calls.ts";
import { fromMembers, type Members, toChanges, toMembers } from "./apigatewayv2-members.ts";
import { unlessGone } from "./gone.ts";

const MEMBERS: Members = {
  autoDeploy: "AutoDeploy",
  clientCertificateId: "ClientCertificateId",
  deploymentId: "DeploymentId",
  description: "Description",
  stageVariables: "StageVariables",
};

const SETTINGS: Members = {
  dataTraceEnabled: "DataTraceEnabled",
  detailedMetricsEnabled: "DetailedMetricsEnabled",
  loggingLevel: "LoggingLevel",
  throttlingBurstLimit: "ThrottlingBurstLimit",
  throttlingRateLimit: "ThrottlingRateLimit",
};

/** Where clients connect. Its id is its name, which says nothing about the API: the outputs do. */
export const stageHandler: ResourceHandler = {
  type: "aws:apigatewayv2/stage:Stage",
  create: async (inputs, context) => {
    const place = placeOf(inputs);
    const Tags = tagsOf(inputs);
    const answer = await apiCall(context, "CreateStage", {
      ...place,
      ...toMembers(inputs, MEMBERS),
      ...nested(inputs),
      Tags,
    });
    return { id: place.StageName, outputs: { ...inputs, ...present(place.ApiId, answer, context) } };
  },
  read: async (id, context, known) => {
    const [first = id, second] = id.split("/");
    const place = second === undefined ? placeOf({ name: first, ...known }) : { ApiId: first, StageName: second };
    const answer = await unlessGone(apiCall(context, "GetStage", place), GONE);
    if (answer === undefined) return undefined;
    const outputs = present(place.ApiId, answer, context);
    const { arn: _arn, executionArn: _execution, invokeUrl: _url, tagsAll, ...inputs } = outputs;
    return { id: place.StageName, inputs: { ...inputs, tags: tagsAll }, outputs };
  },
  update: async (id, olds, news, context) => {
    const place = placeOf(news);
    const { DeploymentId, ...changes } = toChanges(olds, news, MEMBERS);
    // A stage that deploys itself refuses to be told where to go.
    const moved = news["autoDeploy"] === true || DeploymentId === "" ? {} : { DeploymentId };
    await removeSettings(olds, news, place, context);
    await apiCall(context, "UpdateStage", { ...place, ...changes, ...moved, ...nested(news) });
    await retag(controlArn(context, `${place.ApiId}/stages/${place.StageName}`), tagsOf(news), context);
    const answer = await apiCall(context, "GetStage", place);
    return { id, outputs: { ...news, ...present(place.ApiId, answer, context) } };
  },
  delete: async (_id, outputs, context) => {
    await unlessGone(apiCall(context, "DeleteStage", placeOf(outputs)), GONE);
  },
};

function placeOf(properties: Properties): { ApiId: string; StageName: string } {
  return { ApiId: String(properties["apiId"]), StageName: String(properties["name"]) };
}

/** Settings that are gone have operations of their own. */
async function removeSettings(
  olds: Properties,
  news: Properties,
  place: JsonObject,
  context: HandlerContext,
): Promise<void> {
  if (olds["accessLogSettings"] !== undefined && news["accessLogSettings"] === undefined) {
    await apiCall(context, "DeleteAccessLogSettings", place);
  }
  const left = new Set(routeKeys(news));
  for (const RouteKey of routeKeys(olds)) {
    if (!left.has(RouteKey)) await unlessGone(apiCall(context, "DeleteRouteSettings", { ...place, RouteKey }), GONE);
  }
}

function routeKeys(properties: Properties): string[] {
  const settings = properties["routeSettings"];
  return Array.isArray(settings) ? settings.map((one: Properties) => String(one["routeKey"])) : [];
}

/** The parts of a request that are structures. */
function nested(inputs: Properties): JsonObject {
  const { accessLogSettings: access, defaultRouteSettings: defaults, routeSettings: routes } = inputs;
  const result: Record<string, Json> = {};
  if (isProperties(access)) {
    result["AccessLogSettings"] = {
      DestinationArn: String(access["destinationArn"]),
      Format: String(access["format"]),
    };
  }
  if (isProperties(defaults)) result["DefaultRouteSettings"] = settingsOf(defaults);
  if (Array.isArray(routes)) {
    result["RouteSettings"] = Object.fromEntries(
      routes.map((one: Properties) => [String(one["routeKey"]), settingsOf(one)]),
    );
  }
  return result;
}

/** A block without throttling limits sends zeros: every request is then throttled (terraform-aws-apigateway-v2#8). */
function settingsOf(block: Properties): JsonObject {
  return { ThrottlingBurstLimit: 0, ThrottlingRateLimit: 0, ...toMembers(block, SETTINGS) };
}

function isProperties(value: unknown): value is Properties {
  return typeof value === "object" && value !== null;
}

function present(apiId: string, answer: JsonObject, context: HandlerContext): Record<string, unknown> {
  const name = String(answer["StageName"]);
  const access = answer["AccessLogSettings"];
  const defaults = answer["DefaultRouteSettings"];
  const routes = isObject(answer["RouteSettings"]) ? answer["RouteSettings"] : {};
  const properties: Record<string, unknown> = {
    ...fromMembers(answer, MEMBERS),
    apiId,
    name,
    autoDeploy: answer["AutoDeploy"] === true,
    arn: controlArn(context, `${apiId}/stages/${name}`),
    executionArn: executionArn(context, `${apiId}/${name}`),
    invokeUrl: `${context.endpointUrl.replace(/^http/, "ws")}/${apiId}/${name}`,
    region: context.aws.scope.region,
    tagsAll: answer["Tags"] ?? {},
    routeSettings: Object.entries(routes).map(([routeKey, block]) => ({
      routeKey,
      ...fromMembers(isObject(block) ? block : {}, SETTINGS),
    })),
  };
  if (isObject(defaults)) properties["defaultRouteSettings"] = fromMembers(defaults, SETTINGS);
  if (isObject(access)) {
    properties["accessLogSettings"] = { destinationArn: access["DestinationArn"], format: access["Format"] };
  }
  return properties;
}
