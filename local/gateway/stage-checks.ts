import type { Stage } from "@aws-sdk/client-apigatewayv2";
import type { AwsError } from "../aws/error.ts";
import type { Wire } from "../json.ts";
import { unsupportedVariables } from "./access-log-variables.ts";
import type { Account } from "./account.ts";
import type { ApiRecord } from "./api-record.ts";
import { badRequest, notFound, required } from "./errors.ts";
import { checkMembers } from "./member-checks.ts";

const FORMAT_LIMIT = 3 * 1024;

/** @throws AwsError when a stage that deploys itself is told where to go. */
export function checkDeploymentChoice(deploymentId: string | undefined, autoDeploy: boolean | undefined): void {
  if (deploymentId !== undefined && autoDeploy === true) {
    throw badRequest("Deployment ID cannot be set on stages with AutoDeploy enabled");
  }
}

/** @throws AwsError when the stage cannot be. */
export function checkStage(stage: Wire<Stage>, record: ApiRecord, account: Account): void {
  const name = required(stage.StageName, "StageName");
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(name)) {
    throw badRequest("Stage name only allows a-zA-Z0-9_- and at most 128 characters on WebSocket APIs");
  }
  if (stage.DeploymentId !== undefined) record.deployments.get(stage.DeploymentId);
  checkMembers("Stage", stage);
  checkVariables(stage.StageVariables ?? {});
  const settings = new Map([
    ["defaultRouteSettings.", stage.DefaultRouteSettings],
    ...Object.entries(stage.RouteSettings ?? {}).map(([key, one]) => [`routeSettings.${key}.member.`, one] as const),
  ]);
  for (const [place, one] of settings) checkMembers("RouteSettings", one ?? {}, place);
  const logs = [...settings.values()].some(
    (one) => (one?.LoggingLevel ?? "OFF") !== "OFF" || one?.DataTraceEnabled === true,
  );
  checkAccessLog(stage);
  if ((logs || stage.AccessLogSettings !== undefined) && account.roleArn === undefined) {
    throw badRequest("CloudWatch Logs role ARN must be set in account settings to enable logging");
  }
}

/**
 * Settings are for routes that are there, deployed or not; those of a route that went stay, and stand in the way of others
 * (answers quoted in public repositories).
 *
 * @throws AwsError `NotFoundException`.
 */
export function checkRouteSettings({ RouteSettings: settings = {} }: Wire<Stage>, { routes }: ApiRecord): void {
  const keys = new Set(routes.values().map(({ RouteKey }) => RouteKey));
  const unknown = Object.keys(settings).find((key) => !keys.has(key));
  if (unknown !== undefined) throw noRouteSettings(unknown);
}

/** A route without settings, or settings without a route. */
export function noRouteSettings(routeKey: string | undefined): AwsError {
  return notFound(`Unable to find Route by key ${routeKey} within the provided RouteSettings`);
}

/**
 * Names and values as the API reference has them, and the blank that API Gateway's own text allows; the texts are those
 * of REST APIs (badmintoncryer/cdk-preflight).
 */
function checkVariables(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value = ""] of Object.entries(variables)) {
    if (!/^\w+$/.test(name)) {
      throw badRequest(`Invalid stage variable name: ${name}. Please use names with only word characters.`);
    }
    if (!/^[A-Za-z0-9\-._~:/?#&=, ]*$/.test(value)) {
      throw badRequest(
        `Invalid stage variable value of key ${name}.  Please use values with alphanumeric characters and the symbols ` +
          "' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.",
      );
    }
  }
}

/** The texts are radkawar/stackd's, compared with AWS there; that on variables is pasted in serverless/serverless#7038. */
function checkAccessLog({ AccessLogSettings: settings }: Wire<Stage>): void {
  if (settings === undefined) return;
  const { DestinationArn: destination = "", Format: format = "" } = settings;
  if (destination === "" || format === "") {
    throw badRequest("Access Log value missing. Expected destinationArn and format.");
  }
  if (!/^arn:[\w-]+:logs:[^:]*:\d{12}:log-group:./.test(destination)) {
    throw badRequest("The ARN must be a valid CloudWatch Logs log group or Kinesis Data Firehose delivery stream");
  }
  if (format.length > FORMAT_LIMIT) throw badRequest("Access log format must be at most 3 KB");
  const found = (fault: string): string => `The following errors are found in Access Log Format: ${fault}: '${format}'`;
  if (/[\r\n]/.test(format)) throw badRequest(found("Access Log format must be single line"));
  if (!/\$\{?context\.(?:requestId|extendedRequestId)(?![\w.-])/.test(format)) {
    throw badRequest(found("Access Log format must include either $context.requestId or $context.extendedRequestId "));
  }
  const unsupported = unsupportedVariables(format);
  if (unsupported.length > 0) {
    throw badRequest(`The following context variables are not supported: [${unsupported.join(", ")}]`);
  }
}
