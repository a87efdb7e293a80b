import { upperFirst } from "../../first-letter.ts";
import type { Json, JsonObject } from "../../json.ts";
import type { HandlerContext, Properties, ResourceHandler } from "../handler.ts";
import { apiCall, GONE } from "./apigatewayv2-calls.ts";
import { checkAuthorizer, checkIntegration, checkRoute } from "./apigatewayv2-checks.ts";
import { fromMembers, type Members, toChanges, toMembers } from "./apigatewayv2-members.ts";
import { unlessGone } from "./gone.ts";

/** A type whose things live under an API, and what a table can say about it. */
interface ChildType {
  readonly type: string;
  /** The noun in the operations' names: `Route` in CreateRoute. */
  readonly noun: string;
  readonly members: Members;
  /** For responses: the property that names their route or integration. */
  readonly owner?: string;
  /** Properties whose form differs from the member's. */
  readonly convert?: (inputs: Properties) => Properties;
  readonly revert?: (properties: Record<string, unknown>) => Record<string, unknown>;
  /** Members that only outputs have. */
  readonly computed?: Members;
  readonly check?: ResourceHandler["check"];
  /** What only the program knows: a read cannot tell it. */
  readonly forgotten?: readonly string[];
}

const CHILDREN: readonly ChildType[] = [
  {
    type: "aws:apigatewayv2/route:Route",
    noun: "Route",
    members: {
      apiKeyRequired: "ApiKeyRequired",
      authorizationScopes: "AuthorizationScopes",
      authorizationType: "AuthorizationType",
      authorizerId: "AuthorizerId",
      modelSelectionExpression: "ModelSelectionExpression",
      operationName: "OperationName",
      requestModels: "RequestModels",
      requestParameters: "RequestParameters",
      routeKey: "RouteKey",
      routeResponseSelectionExpression: "RouteResponseSelectionExpression",
      target: "Target",
    },
    check: checkRoute,
    convert: (inputs) => ({ ...inputs, requestParameters: parameterMap(inputs["requestParameters"]) }),
    revert: (properties) => ({ ...properties, requestParameters: parameterList(properties["requestParameters"]) }),
  },
  {
    type: "aws:apigatewayv2/routeResponse:RouteResponse",
    noun: "RouteResponse",
    owner: "routeId",
    members: {
      modelSelectionExpression: "ModelSelectionExpression",
      responseModels: "ResponseModels",
      routeResponseKey: "RouteResponseKey",
    },
  },
  {
    type: "aws:apigatewayv2/integration:Integration",
    noun: "Integration",
    members: {
      connectionId: "ConnectionId",
      connectionType: "ConnectionType",
      contentHandlingStrategy: "ContentHandlingStrategy",
      credentialsArn: "CredentialsArn",
      description: "Description",
      integrationMethod: "IntegrationMethod",
      integrationType: "IntegrationType",
      integrationUri: "IntegrationUri",
      passthroughBehavior: "PassthroughBehavior",
      payloadFormatVersion: "PayloadFormatVersion",
      requestParameters: "RequestParameters",
      requestTemplates: "RequestTemplates",
      templateSelectionExpression: "TemplateSelectionExpression",
      timeoutMilliseconds: "TimeoutInMillis",
    },
    check: checkIntegration,
    computed: { integrationResponseSelectionExpression: "IntegrationResponseSelectionExpression" },
  },
  {
    type: "aws:apigatewayv2/integrationResponse:IntegrationResponse",
    noun: "IntegrationResponse",
    owner: "integrationId",
    members: {
      contentHandlingStrategy: "ContentHandlingStrategy",
      integrationResponseKey: "IntegrationResponseKey",
      responseTemplates: "ResponseTemplates",
      templateSelectionExpression: "TemplateSelectionExpression",
    },
  },
  {
    type: "aws:apigatewayv2/model:Model",
    noun: "Model",
    members: { contentType: "ContentType", description: "Description", name: "Name", schema: "Schema" },
  },
  {
    type: "aws:apigatewayv2/authorizer:Authorizer",
    noun: "Authorizer",
    members: {
      authorizerCredentialsArn: "AuthorizerCredentialsArn",
      authorizerType: "AuthorizerType",
      authorizerUri: "AuthorizerUri",
      identitySources: "IdentitySource",
      name: "Name",
    },
    check: checkAuthorizer,
  },
  {
    type: "aws:apigatewayv2/deployment:Deployment",
    noun: "Deployment",
    members: { description: "Description" },
    computed: { autoDeployed: "AutoDeployed" },
    forgotten: ["triggers"],
  },
];

/** Everything under an API but its stages. */
export const childHandlers: readonly ResourceHandler[] = CHILDREN.map(childHandler);

function childHandler(child: ChildType): ResourceHandler {
  const { noun, members, check, convert = (inputs: Properties) => inputs } = child;
  const idMember = `${noun}Id`;
  return {
    type: child.type,
    ...(check === undefined ? {} : { check }),
    create: async (inputs, context) => {
      const place = placeOf(child, inputs);
      const answer = await apiCall(context, `Create${noun}`, { ...place, ...toMembers(convert(inputs), members) });
      return { id: String(answer[idMember]), outputs: { ...inputs, ...present(child, place, answer, context) } };
    },
    read: async (id, context, known) => {
      const found = await locate(child, id, context, known);
      if (found === undefined) return undefined;
      const outputs = present(child, found.place, found.answer, context);
      const kept = Object.fromEntries((child.forgotten ?? []).map((name) => [name, known?.[name]]));
      const inputs = Object.fromEntries(
        Object.entries(outputs).filter(([name]) => child.computed?.[name] === undefined),
      );
      return { id: String(found.answer[idMember]), inputs: { ...inputs, ...kept }, outputs: { ...outputs, ...kept } };
    },
    update: async (id, olds, news, context) => {
      const place = placeOf(child, news);
      const changes = toChanges(convert(olds), convert(news), members);
      const answer = await apiCall(context, `Update${noun}`, { ...place, [idMember]: id, ...changes });
      return { id, outputs: { ...news, ...present(child, place, answer, context) } };
    },
    delete: async (id, outputs, context) => {
      await unlessGone(apiCall(context, `Delete${noun}`, { ...placeOf(child, outputs), [idMember]: id }), GONE);
    },
  };
}

/** The ids that lead to the thing: its API's, and its owner's. */
function placeOf(child: ChildType, properties: Properties): Record<string, string> {
  const place: Record<string, string> = { ApiId: String(properties["apiId"]) };
  if (child.owner !== undefined) place[upperFirst(child.owner)] = String(properties[child.owner]);
  return place;
}

/** Finds a thing by what is known of it, or by an import id such as `{apiId}/{routeId}/{routeResponseId}`. */
async function locate(
  child: ChildType,
  id: string,
  context: HandlerContext,
  known: Properties | undefined,
): Promise<{ place: Record<string, string>; answer: JsonObject } | undefined> {
  const parts = id.split("/");
  const last = parts.at(-1) ?? id;
  const [apiId, ownerId] = parts;
  const imported = { apiId, ...(child.owner === undefined ? {} : { [child.owner]: ownerId }) };
  const place = placeOf(child, parts.length > 1 ? imported : (known ?? {}));
  const answer = await unlessGone(apiCall(context, `Get${child.noun}`, { ...place, [`${child.noun}Id`]: last }), GONE);
  return answer === undefined ? undefined : { place, answer };
}

function present(
  child: ChildType,
  place: Record<string, string>,
  answer: JsonObject,
  { aws }: HandlerContext,
): Record<string, unknown> {
  const properties = fromMembers(answer, { ...child.members, ...child.computed });
  const reverted = child.revert === undefined ? properties : child.revert(properties);
  const owner = child.owner === undefined ? {} : { [child.owner]: place[upperFirst(child.owner)] };
  return { ...reverted, apiId: place["ApiId"], ...owner, region: aws.scope.region };
}

/** Pulumi's list of `{ requestParameterKey, required }` is a map in the API. */
function parameterMap(list: unknown): Json | undefined {
  if (!Array.isArray(list)) return undefined;
  return Object.fromEntries(
    list.map((one: Properties) => [String(one["requestParameterKey"]), { Required: one["required"] === true }]),
  );
}

function parameterList(map: unknown): unknown {
  if (typeof map !== "object" || map === null) return undefined;
  return Object.entries(map as Record<string, { Required?: boolean }>).map(([requestParameterKey, { Required }]) => ({
    requestParameterKey,
    required: Required === true,
  }));
}
