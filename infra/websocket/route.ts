import { type IntegrationArgs, Integration as IntegrationResource } from "@pulumi/aws/apigatewayv2/integration.js";
import { IntegrationResponse, type IntegrationResponseArgs } from "@pulumi/aws/apigatewayv2/integrationResponse.js";
import { Model, type ModelArgs } from "@pulumi/aws/apigatewayv2/model.js";
import { Route, type RouteArgs } from "@pulumi/aws/apigatewayv2/route.js";
import { RouteResponse } from "@pulumi/aws/apigatewayv2/routeResponse.js";
import { Permission } from "@pulumi/aws/lambda/permission.js";
import {
  type ComponentResourceOptions,
  type Input,
  interpolate,
  type Output,
  output,
  type Resource,
} from "@pulumi/pulumi";
import type { Account } from "../account.ts";
import { Component, type Transform, transformed } from "../component.ts";
import { type ServiceRole, serviceRole } from "../iam.ts";
import type { WebSocketApi } from "./api.ts";
import type { Integration, LambdaIntegration, MockIntegration, ServiceIntegration } from "./integration.ts";
import { renderOutput, type Template } from "./templates.ts";

/** What a message on a route must look like. */
export interface RouteModel {
  /** Letters and digits. */
  name: string;
  /** A JSON schema, draft 4. */
  schema: object;
}

export interface WebSocketRouteArgs {
  /** The API that the route is one of; give the route to its `WebSocketStage`, too. */
  api: WebSocketApi;
  /** See `currentAccount`. */
  account: Input<Account>;
  /**
   * The value of `action` in a frame, or one of API Gateway's own.
   *
   * @example
   * ```ts
   * { routeKey: "$connect" }
   * ```
   */
  routeKey: string;
  /** What is done with a message: see `infra/websocket/integrations`. */
  integration: Integration;
  /**
   * Whether the client gets the integration's answer as a frame. Without a route response AWS sends nothing, and says
   * nothing about it. `$connect` needs one, too: its answer decides about the handshake.
   *
   * @default true
   */
  reply?: boolean;
  /**
   * Refuse messages that do not fit, with `{"message": "Invalid request body", …}`.
   *
   * @default none: any message is taken
   */
  model?: RouteModel;
  /** Changes to the resources inside. */
  transform?: { integration?: Transform<IntegrationArgs>; route?: Transform<RouteArgs> };
}

/**
 * A route with everything it takes on AWS: role, Integration, IntegrationResponses, Route, RouteResponse and Model.
 *
 * @example
 * ```ts
 * new WebSocketRoute("orders-disconnect", { api, account, routeKey: "$disconnect", reply: false,
 *   integration: deleteItem({ table, key: { connectionId: { S: context("connectionId") } }, responses: [{ key: "$default" }] }) });
 * ```
 */
export class WebSocketRoute extends Component {
  readonly nodes: RouteNodes;
  /** Everything of this route that a deployment takes a picture of: arguments only, as ids say nothing about content. */
  readonly snapshot: Output<unknown>;
  /** What the deployment has to wait for: all that it copies, and what a function needs before it can be called. */
  readonly resources: readonly Resource[];

  constructor(name: string, args: WebSocketRouteArgs, options?: ComponentResourceOptions) {
    super("WebSocketRoute", name, options);
    const { api, model: routeModel, reply = true } = args;
    const parent = { parent: this };
    const parts = integrationParts(name, args, this);
    const [integrationName, integrationArgs, integrationOptions] = transformed(
      args.transform?.integration,
      `${name}-integration`,
      { apiId: api.apiId, ...parts.integration },
      parts.role === undefined ? parent : { ...parent, dependsOn: [parts.role.policy] },
    );
    const integration = new IntegrationResource(integrationName, integrationArgs, integrationOptions);
    const responses = parts.responses.map(({ suffix, args: response }) => {
      const ids = { apiId: api.apiId, integrationId: integration.id };
      return new IntegrationResponse(`${name}-${suffix}`, { ...ids, ...response }, parent);
    });
    const modelArgs = routeModel && modelArguments(routeModel);
    // Only another API replaces a model, and there its name is free. To delete the old one first would take the deployment
    // with it, which AWS refuses while a stage shows it.
    const beside = { ...parent, deleteBeforeReplace: false };
    const model = modelArgs && new Model(`${name}-model`, { apiId: api.apiId, ...modelArgs }, beside);
    const [routeName, routeArgs, routeOptions] = transformed<RouteArgs>(
      args.transform?.route,
      `${name}-route`,
      routeArguments(args, integration, model),
      parent,
    );
    const route = new Route(routeName, routeArgs, routeOptions);
    const routeResponse = reply ? replyOf(name, route, api, this) : undefined;

    const { role, permission } = parts;
    this.nodes = { route, integration, responses, model, routeResponse, role: role?.role, permission };
    this.resources = [route, integration, ...responses, model, routeResponse, permission].filter(
      (each) => each !== undefined,
    );
    this.snapshot = output({
      integration: withoutIds(integrationArgs),
      responses: parts.responses.map((each) => each.args),
      route: withoutIds(routeArgs),
      model: modelArgs,
      reply,
    });
    this.registerOutputs({ routeKey: args.routeKey, routeId: route.id });
  }
}

/** The resources of a route; those it can do without are absent. */
export interface RouteNodes {
  readonly route: Route;
  readonly integration: IntegrationResource;
  readonly responses: readonly IntegrationResponse[];
  readonly model: Model | undefined;
  readonly routeResponse: RouteResponse | undefined;
  /** The role that API Gateway calls the service as. */
  readonly role: ServiceRole["role"] | undefined;
  /** The function's permission to be called by this route. */
  readonly permission: Permission | undefined;
}

/** What differs between the kinds of integrations. */
interface IntegrationParts {
  readonly integration: Omit<IntegrationArgs, "apiId">;
  readonly responses: readonly { suffix: string; args: Omit<IntegrationResponseArgs, "apiId" | "integrationId"> }[];
  readonly role?: ServiceRole;
  readonly permission?: Permission;
}

function integrationParts(name: string, args: WebSocketRouteArgs, parent: Resource): IntegrationParts {
  const { integration } = args;
  switch (integration.kind) {
    case "service":
      return serviceParts(name, args, integration, parent);
    case "lambda":
      return lambdaParts(name, args, integration, parent);
    case "mock":
      return mockParts(integration);
    default: {
      const never: never = integration;
      return never;
    }
  }
}

function serviceParts(
  name: string,
  args: WebSocketRouteArgs,
  spec: ServiceIntegration,
  parent: Resource,
): IntegrationParts {
  const role = serviceRole(`${name}-role`, {
    service: "apigateway",
    account: args.account,
    statements: spec.statements,
    parent,
  });
  return {
    role,
    integration: {
      integrationType: "AWS",
      // With any other method API Gateway drops the rendered template (stackoverflow.com/q/70742479).
      integrationMethod: "POST",
      integrationUri: output(args.account).apply(
        ({ partition, region }) => `arn:${partition}:apigateway:${region}:${spec.action}`,
      ),
      credentialsArn: role.role.arn,
      passthroughBehavior: "NEVER",
      ...templates("requestTemplates", spec.request),
    },
    responses: spec.responses.map(({ key, template }) => ({
      suffix: `response-${key.replaceAll(/[^a-z0-9]+/gi, "")}`,
      args: {
        integrationResponseKey: key,
        ...(template === undefined ? {} : templates("responseTemplates", template)),
      },
    })),
  };
}

function lambdaParts(
  name: string,
  args: WebSocketRouteArgs,
  spec: LambdaIntegration,
  parent: Resource,
): IntegrationParts {
  const permission = new Permission(
    `${name}-permission`,
    {
      action: "lambda:InvokeFunction",
      function: spec.functionName,
      principal: "apigateway.amazonaws.com",
      sourceArn: interpolate`${args.api.executionArn}/${args.api.stageName}/${args.routeKey}`,
    },
    { parent },
  );
  return {
    permission,
    // AWS asks for the method, although no other is allowed (API reference, CreateIntegration).
    integration: { integrationType: "AWS_PROXY", integrationMethod: "POST", integrationUri: spec.invokeArn },
    responses: [],
  };
}

function mockParts(spec: MockIntegration): IntegrationParts {
  return {
    integration: { integrationType: "MOCK", ...templates("requestTemplates", { statusCode: 200 }) },
    responses: [
      {
        suffix: "response-200",
        args: { integrationResponseKey: "/200/", ...templates("responseTemplates", spec.reply) },
      },
    ],
  };
}

/** One template for whatever comes: the selection expression `\$default` is the literal `$default`. */
function templates<Key extends "requestTemplates" | "responseTemplates">(key: Key, template: Template) {
  return { templateSelectionExpression: "\\$default", [key]: { $default: renderOutput(template) } };
}

function routeArguments(
  args: WebSocketRouteArgs,
  integration: IntegrationResource,
  model: Model | undefined,
): RouteArgs {
  return {
    apiId: args.api.apiId,
    routeKey: args.routeKey,
    authorizationType: "NONE",
    target: interpolate`integrations/${integration.id}`,
    ...(args.reply === false ? {} : { routeResponseSelectionExpression: "$default" }),
    ...(model ? { modelSelectionExpression: "\\$default", requestModels: { $default: model.name } } : {}),
  };
}

function replyOf(name: string, route: Route, api: WebSocketApi, parent: Resource): RouteResponse {
  return new RouteResponse(
    `${name}-reply`,
    { apiId: api.apiId, routeId: route.id, routeResponseKey: "$default" },
    { parent },
  );
}

function modelArguments({ name, schema }: RouteModel): Omit<ModelArgs, "apiId"> {
  return { name, contentType: "application/json", schema: JSON.stringify(schema) };
}

/** Ids say which resource is meant and nothing about what a deployment would copy. */
function withoutIds(args: object): object {
  return Object.fromEntries(Object.entries(args).filter(([key]) => key !== "apiId" && key !== "target"));
}
