import type { Integration, IntegrationResponse } from "@aws-sdk/client-apigatewayv2";
import type { Wire } from "../json.ts";
import type { ApiRecord } from "./api-record.ts";
import { badRequest, conflict, required } from "./errors.ts";
import { checkMembers } from "./member-checks.ts";

const TIMEOUT = { least: 50, most: 29_000 } as const;

/** What only integrations of HTTP APIs have (API reference, CreateIntegration). */
const HTTP_INTEGRATION_MEMBERS = ["IntegrationSubtype", "ResponseParameters", "TlsConfig"] as const;

/**
 * @throws AwsError when the integration cannot be. The texts on methods and payload formats are those of deployments
 * (badmintoncryer/cdk-preflight), those on ARNs and URLs of REST APIs.
 */
export function checkIntegration(integration: Wire<Integration>): void {
  const type = required(integration.IntegrationType, "IntegrationType");
  checkMembers("Integration", integration);
  checkForm(integration);
  if (integration.ConnectionType === "VPC_LINK") {
    throw badRequest("ConnectionType VPC_LINK is not supported by the local runtime");
  }
  if (type === "MOCK") return;
  const uri = required(integration.IntegrationUri, "IntegrationUri");
  const isAws = type === "AWS" || type === "AWS_PROXY";
  if (isAws && !/^arn:[\w-]+:apigateway:[^:]*:[^:]+:(?:path|action)\//.test(uri)) {
    throw badRequest("Invalid ARN specified in the request");
  }
  if (type === "AWS_PROXY" && !uri.includes(":lambda:path/")) {
    throw badRequest(
      "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
    );
  }
  if (type === "AWS_PROXY" && (integration.IntegrationMethod ?? "POST") !== "POST") {
    throw badRequest("HttpMethod must be POST for AWS_PROXY IntegrationType");
  }
  if (!isAws && integration.IntegrationMethod === undefined) {
    throw badRequest(`HttpMethod parameter method must be specified for integrationType ${type.replace("_", "")}`);
  }
  if (!isAws && !/^(?:https?:\/\/|\$\{stageVariables\.)/.test(uri)) {
    throw badRequest("Invalid HTTP endpoint specified for URI");
  }
}

/** What holds of every type of integration. */
function checkForm(integration: Wire<Integration>): void {
  const { TimeoutInMillis: timeout, PayloadFormatVersion: version, CredentialsArn: role } = integration;
  if (timeout !== undefined && (timeout < TIMEOUT.least || timeout > TIMEOUT.most)) {
    throw badRequest(`Timeout should be between ${TIMEOUT.least} ms and ${TIMEOUT.most} ms`);
  }
  if (version !== undefined && version !== "1.0") throw badRequest(`Unsupported PayloadFormatVersion: ${version}`);
  if (role !== undefined && !/^(?:arn:|\$\{stageVariables\.)/.test(role)) {
    throw badRequest("Invalid ARN specified in the request");
  }
  for (const member of HTTP_INTEGRATION_MEMBERS) {
    if (integration[member] !== undefined) throw badRequest(`${member} is not supported for WEBSOCKET protocolType`);
  }
  for (const [target, source] of Object.entries(integration.RequestParameters ?? {})) {
    const fault = mappingFault(target, source ?? "");
    if (fault === undefined) continue;
    throw badRequest(`Invalid mapping expression specified: Validation Result: warnings : [], errors : [${fault}]`);
  }
}

const TARGET = /^integration\.request\.(?:header|querystring|path)\.(.+)$/s;
const SOURCE =
  /^(?:'.*'|route\.request\.(?:multivalue)?(?:header|querystring)\..+|route\.request\.body(?:[.[].*)?|(?:context|stageVariables)\..+)$/s;

/** What is wrong with a mapping of `RequestParameters`: the texts are those of REST APIs, whose prefix v2 has as well. */
function mappingFault(target: string, source: string): string | undefined {
  const name = TARGET.exec(target)?.[1];
  if (name === undefined) return `Invalid mapping expression parameter specified: ${target}`;
  if (!/^[a-zA-Z0-9._$-]+$/.test(name)) {
    return "Parameter name should match the following regular expression: ^[a-zA-Z0-9._$-]+$";
  }
  return SOURCE.test(source) ? undefined : `Invalid mapping expression specified: ${source}`;
}

/** @throws AwsError when the integration response cannot be. */
export function checkIntegrationResponse(response: Wire<IntegrationResponse>): void {
  const key = required(response.IntegrationResponseKey, "IntegrationResponseKey");
  checkMembers("IntegrationResponse", response);
  if (key === "$default") return;
  const pattern = /^\/(.*)\/$/s.exec(key)?.[1];
  if (pattern === undefined) {
    throw badRequest(`Invalid integration response key ${key}: it is $default or a regular expression between slashes`);
  }
}

/** @throws AwsError `ConflictException` when the integration has another response with that key. */
export function checkOnlyOne(
  { IntegrationResponseId: id, IntegrationResponseKey: key }: Wire<IntegrationResponse>,
  { integrationResponses }: ApiRecord,
  integrationId: string | undefined,
): void {
  const others = integrationResponses
    .values()
    .filter(({ owner, value }) => owner === integrationId && value.IntegrationResponseId !== id);
  if (!others.some(({ value }) => value.IntegrationResponseKey === key)) return;
  throw conflict(`IntegrationResponse with key ${key} already exists for this integration`);
}
