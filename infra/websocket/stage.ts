import { createHash } from "node:crypto";
import { Deployment } from "@pulumi/aws/apigatewayv2/deployment.js";
import { Stage, type StageArgs } from "@pulumi/aws/apigatewayv2/stage.js";
import type { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { all, type ComponentResourceOptions, interpolate, type Output, output } from "@pulumi/pulumi";
import { Component, type Transform, transformed } from "../component.ts";
import { ownedLogGroup } from "../log-group.ts";
import { logGroupName } from "../naming.ts";
import { resolved } from "../resolved.ts";
import type { WebSocketApi } from "./api.ts";
import type { WebSocketRoute } from "./route.ts";
import { accountThrottling, type Throttling } from "./throttling.ts";

export interface WebSocketStageArgs {
  /** The API, which knows the name of its stage. */
  api: WebSocketApi;
  /**
   * Every route of the API: the deployment waits for them, and is made anew when one of them changes.
   *
   * @example
   * ```ts
   * { routes: [connect, disconnect, fallback] }
   * ```
   */
  routes: readonly WebSocketRoute[];
  /**
   * What API Gateway logs: nothing, what went wrong, or every request with its steps. Anything but `OFF` needs the
   * account's logging role, which `infra/bootstrap` makes; without it AWS refuses the stage.
   *
   * @default "OFF"
   */
  logLevel?: "OFF" | "ERROR" | "INFO";
  /**
   * How long logs are kept, in days.
   *
   * @default 14
   */
  logRetentionDays?: number;
  /**
   * Messages and handshakes per second that are let through, and how many at once beyond that. AWS takes a stage whose
   * settings lack these numbers to allow none at all.
   *
   * @default what an account has in the region: { rate: 10000, burst: 5000 } in most
   */
  throttling?: Throttling;
  /**
   * Metrics of each route, besides those of the whole stage. CloudWatch charges for each of them as for a metric of one's own.
   *
   * @default false
   */
  detailedMetrics?: boolean;
  /** Changes to the resources inside. */
  transform?: { stage?: Transform<StageArgs> };
}

/**
 * Has to contain `$context.requestId`, on one line, in at most 3 KB. No payloads: they may be personal. AWS refuses variables
 * that access logs do not have, though templates do: why a connection ended is in the execution log.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html
 */
const ACCESS_LOG_FORMAT = JSON.stringify({
  requestId: "$context.requestId",
  requestTime: "$context.requestTime",
  eventType: "$context.eventType",
  routeKey: "$context.routeKey",
  status: "$context.status",
  connectionId: "$context.connectionId",
  sourceIp: "$context.identity.sourceIp",
  integrationStatus: "$context.integration.status",
  integrationLatency: "$context.integrationLatency",
  integrationError: "$context.integration.error",
  error: "$context.error.message",
  validationError: "$context.error.validationErrorString",
});

/**
 * The stage that clients connect to and the deployment it shows.
 *
 * A deployment is a picture of routes, integrations, responses and models. It is made after all of them and made anew
 * when, and only when, one of their arguments changes: that is what `triggers` holds a hash of.
 *
 * @example
 * ```ts
 * new WebSocketStage("stage", { api, routes: [connect, disconnect, fallback] });
 * ```
 */
export class WebSocketStage extends Component {
  readonly nodes: StageNodes;
  /** Where clients connect, once there is something to connect to. */
  readonly url: Output<string>;

  constructor(name: string, args: WebSocketStageArgs, options?: ComponentResourceOptions) {
    super("WebSocketStage", name, options);
    const { api, routes, logLevel = "OFF", logRetentionDays = 14 } = args;
    const throttling = output(args.throttling ?? api.executionArn.apply(accountThrottlingOf));
    const logs = logLevel === "OFF" ? undefined : logGroups(name, api, logRetentionDays, this);
    const deployment = new Deployment(
      `${name}-deployment`,
      { apiId: api.apiId, triggers: { snapshot: snapshotHash(api, routes) } },
      { parent: this, dependsOn: routes.flatMap((route) => [...route.resources]) },
    );
    const stage = new Stage(
      ...transformed<StageArgs>(
        args.transform?.stage,
        name,
        {
          apiId: api.apiId,
          name: api.stageName,
          deploymentId: deployment.id,
          defaultRouteSettings: {
            throttlingRateLimit: throttling.rate,
            throttlingBurstLimit: throttling.burst,
            detailedMetricsEnabled: args.detailedMetrics ?? false,
            // Said even when it is OFF: the provider leaves a level that is not said as it was.
            loggingLevel: logLevel,
            dataTraceEnabled: false,
          },
          ...(logs ? { accessLogSettings: { destinationArn: logs.access.arn, format: ACCESS_LOG_FORMAT } } : {}),
        },
        // Only another API or name replaces a stage, and so both can stand side by side.
        { parent: this, deleteBeforeReplace: false, ...(logs ? { dependsOn: [logs.execution] } : {}) },
      ),
    );
    this.nodes = { deployment, stage, accessLog: logs?.access, executionLog: logs?.execution };
    this.url = all([api.url, stage.id]).apply(([url]) => url);
    this.registerOutputs({ url: this.url });
  }
}

export interface StageNodes {
  readonly deployment: Deployment;
  readonly stage: Stage;
  /** One line per request; absent while logging is off. */
  readonly accessLog: LogGroup | undefined;
  /** What API Gateway did, step by step; absent while logging is off. */
  readonly executionLog: LogGroup | undefined;
}

/**
 * Both are made before the stage: API Gateway would make the second by itself, without retention and to stay. Both have
 * the API's id in their names: the account's logging role may make groups, so that a line that comes late may bring one
 * back after its stack has gone, and it must not be in the way of the next stack of that name.
 */
function logGroups(name: string, api: WebSocketApi, retentionDays: number, parent: WebSocketStage) {
  return {
    access: ownedLogGroup(
      `${name}-access-log`,
      interpolate`${logGroupName("websocket", name)}-${api.apiId}`,
      retentionDays,
      parent,
    ),
    execution: ownedLogGroup(
      `${name}-execution-log`,
      interpolate`/aws/apigateway/${api.apiId}/${api.stageName}`,
      retentionDays,
      parent,
    ),
  };
}

/** @param executionArn - `arn:aws:execute-api:REGION:ACCOUNT:API`. */
function accountThrottlingOf(executionArn: string): Throttling {
  const [, , , region = ""] = executionArn.split(":");
  return accountThrottling(region);
}

/** A hash of all arguments that a deployment copies, whatever the order in which they were written. */
function snapshotHash(api: WebSocketApi, routes: readonly WebSocketRoute[]): Output<string> {
  return resolved<unknown>([api.snapshot, ...routes.map((route) => route.snapshot)]).apply((snapshot) =>
    createHash("sha256").update(canonicalJson(snapshot)).digest("hex"),
  );
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
