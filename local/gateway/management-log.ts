import type { AwsError } from "../aws/error.ts";
import type { Value } from "../vtl/values.ts";
import { errorMap } from "./access-log.ts";
import type { Gateway } from "./gateway.ts";
import type { Managed } from "./managed-connection.ts";
import { requestTime } from "./request-time.ts";

/** A request to `@connections`, as the stage's logs see it. */
export interface ManagementRequest {
  readonly method: "POST" | "GET" | "DELETE";
  readonly target: Managed;
  readonly requestId: string;
  /** What happened, undefined for a success. */
  readonly refused?: Pick<AwsError, "code" | "status" | "message"> | undefined;
}

const RESPONSE_TYPES: Readonly<Record<string, string>> = {
  AccessDeniedException: "ACCESS_DENIED",
  BadRequestException: "BAD_REQUEST_BODY",
  MissingAuthenticationTokenException: "MISSING_AUTHENTICATION_TOKEN",
  PayloadTooLargeException: "BAD_REQUEST_BODY",
};

/**
 * Writes a request to `@connections` to the stage's logs: an event `CONNECTION_API` of a route of its own. That they
 * are there, and their words, are from radkawar/stackd, an emulator whose author compared it with AWS.
 */
export function logManagement(gateway: Gateway, request: ManagementRequest): void {
  const { target } = request;
  const stage = gateway.stages.find(target.ApiId ?? "", target.Stage ?? "");
  if (stage === undefined) return;
  const routeKey = `${request.method} /@connections/{connectionId}`;
  const { LoggingLevel: level } = stage.settings(routeKey);
  const traced = level === "INFO" || level === "ERROR";
  if (stage.accessLog !== undefined && stage.accessLogGroup !== undefined) {
    const context = managementContext(gateway, request, routeKey, stage.domainName);
    gateway.log(stage.accessLogGroup, stage.accessLog(context), false);
  }
  if (!traced) return;
  const { requestId } = request;
  const opening = [
    `Extended Request Id: ${requestId}`,
    `Starting execution for request: ${requestId}`,
    `WebSocket Request Route: [${routeKey}]`,
  ];
  const lines = level === "INFO" ? [...opening, ...failure(request), closing(request)] : failure(request);
  for (const line of lines) gateway.log(stage.executionLogGroup, `(${requestId}) ${line}`, true);
}

function statusOf({ refused, method }: ManagementRequest): number {
  return refused?.status ?? (method === "DELETE" ? 204 : 200);
}

function failure({ refused }: ManagementRequest): string[] {
  if (refused === undefined) return [];
  const gone = refused.status === 410;
  return [gone ? `Connection API request failed: ${refused.code}` : `Execution failed: ${refused.message}`];
}

function closing(request: ManagementRequest): string {
  return `Connection API request completed with status: ${statusOf(request)}`;
}

function managementContext(gateway: Gateway, request: ManagementRequest, routeKey: string, domainName: string): Value {
  const { target, requestId, refused } = request;
  const now = gateway.environment.clock.now();
  const context = new Map<string, Value>([
    ["requestId", requestId],
    ["extendedRequestId", requestId],
    ["apiId", target.ApiId ?? null],
    ["stage", target.Stage ?? null],
    ["routeKey", routeKey],
    ["eventType", "CONNECTION_API"],
    ["connectionId", target.ConnectionId ?? null],
    ["domainName", domainName],
    ["requestTime", requestTime(now)],
    ["requestTimeEpoch", BigInt(now)],
    ["status", BigInt(statusOf(request))],
    ["integrationLatency", 0n],
    [
      "identity",
      new Map<string, Value>([
        ["sourceIp", target.SourceIp ?? null],
        ["userAgent", target.UserAgent ?? null],
      ]),
    ],
  ]);
  if (refused !== undefined && refused.status !== 410) {
    const responseType = RESPONSE_TYPES[refused.code] ?? "DEFAULT_5XX";
    context.set("error", errorMap({ error: refused.message, responseType, validation: undefined }));
  }
  return context;
}
