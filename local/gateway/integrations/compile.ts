import type { Integration } from "@aws-sdk/client-apigatewayv2";
import type { Wire } from "../../json.ts";
import type { Environment } from "../../module.ts";
import type { SnapshotIntegration } from "../api-record.ts";
import type { Exchange } from "../exchange.ts";
import type { ExecutionTrace } from "../execution-trace.ts";
import { Failure } from "../failure.ts";
import { awsService } from "./aws-service.ts";
import { endpointOf } from "./aws-target.ts";
import type { Backend, BackendReply, BackendRequest } from "./backend.ts";
import { type Fetch, httpBackend } from "./http.ts";
import { lambdaProxy } from "./lambda-proxy.ts";
import { mock } from "./mock.ts";
import { compileRequestMapping, type RequestMapping } from "./request-mapping.ts";
import { compileResponseMapping, type ResponseMapping } from "./response-mapping.ts";

/** An integration, ready to be used as often as needed. */
export interface CompiledIntegration {
  readonly id: string;
  /** @throws Failure with the frame the client gets. */
  run(exchange: Exchange): Promise<BackendReply> | BackendReply;
}

const DEFAULT_TIMEOUT = 29_000;

/** Compiles an integration of a stage: its variables are in the URI and the role already. */
export function compileIntegration(
  { integration, responses }: SnapshotIntegration,
  variables: Readonly<Record<string, string>>,
  environment: Environment,
  fetchUrl: Fetch,
): CompiledIntegration {
  const resolved = substitute(integration, variables);
  const mapRequest = mapsRequest(resolved) ? compileRequestMapping(resolved) : rawRequest;
  const backend = compileBackend(resolved, environment, fetchUrl);
  const respond = mapsResponse(resolved) ? compileResponseMapping(resolved, responses, environment.log) : unchanged;
  const timeout = resolved.TimeoutInMillis ?? DEFAULT_TIMEOUT;
  return {
    id: resolved.IntegrationId ?? "",
    run: (exchange) => {
      const { report } = exchange;
      const started = environment.clock.now();
      const request = mapRequest(exchange);
      if (report.trace !== undefined) traceRequest(report.trace, resolved, request);
      const finish = (reply: BackendReply): BackendReply => {
        report.integrationStatus = reply.status;
        report.integrationLatency = environment.clock.now() - started;
        report.trace?.info(
          `Received response. Status: ${reply.status}, Integration latency: ${report.integrationLatency} ms`,
        );
        report.trace?.data(`Endpoint response body before transformations: ${reply.body}`);
        return respond(reply, exchange);
      };
      const answer = backend(request, exchange);
      if (!(answer instanceof Promise)) return finish(answer);
      return within(timeout, answer, environment, resolved).then(finish);
    },
  };
}

function traceRequest(
  trace: ExecutionTrace,
  { IntegrationUri, IntegrationType }: Wire<Integration>,
  request: BackendRequest,
): void {
  // A mock integration has no endpoint.
  if (IntegrationUri !== undefined && IntegrationType !== "MOCK") {
    // Headers print as the Java map they are.
    const headers = Object.entries(request.headers).map(([name, value]) => `${name}=${value}`);
    trace.info(`Endpoint request URI: ${endpointOf(IntegrationUri) ?? IntegrationUri}`);
    trace.data(`Endpoint request headers: {${headers.join(", ")}}`);
  }
  // A Lambda proxy integration makes its body itself.
  if (IntegrationType !== "AWS_PROXY") trace.data(`Endpoint request body after transformations: ${request.body}`);
}

const unchanged: ResponseMapping = (reply) => reply;
const NOTHING = { headers: {}, query: {}, path: {} } as const;
/** A Lambda proxy integration builds its own event: templates and parameters do not apply. */
const rawRequest: RequestMapping = (exchange) => ({ body: exchange.body ?? "", ...NOTHING });

function mapsRequest({ IntegrationType: type }: Wire<Integration>): boolean {
  return type !== "AWS_PROXY";
}

function mapsResponse({ IntegrationType: type }: Wire<Integration>): boolean {
  return type === "AWS" || type === "HTTP" || type === "MOCK";
}

function compileBackend(integration: Wire<Integration>, environment: Environment, fetchUrl: Fetch): Backend {
  const type = integration.IntegrationType;
  switch (type) {
    case "AWS_PROXY":
      return lambdaProxy(integration, environment);
    case "AWS":
      return awsService(integration, environment);
    case "HTTP":
    case "HTTP_PROXY":
      return httpBackend(integration, fetchUrl);
    case "MOCK":
      return mock;
    case undefined:
      throw new Error(`integration ${integration.IntegrationId} has no type`);
    default: {
      const never: never = type;
      throw new Error(`unknown integration type ${String(never)}`);
    }
  }
}

/** The backend's answer, unless it takes too long: then the client is told, and what is under way goes on. */
async function within(
  milliseconds: number,
  answer: Promise<BackendReply>,
  { clock }: Environment,
  integration: Wire<Integration>,
): Promise<BackendReply> {
  let timer: { cancel(): void } | undefined;
  const expired = new Promise<never>((_resolve, reject) => {
    const fail = (): void =>
      reject(
        new Failure(
          "timeout",
          `integration ${integration.IntegrationId} took longer than its timeout of ${milliseconds} ms (29000 at most)`,
        ),
      );
    timer = clock.after(milliseconds, fail, "deadline");
  });
  try {
    return await Promise.race([answer, expired]);
  } finally {
    timer?.cancel();
    answer.catch(() => undefined);
  }
}

/** Puts `${stageVariables.x}` into the URI and the role (DG/websocket-api-stages). */
function substitute(integration: Wire<Integration>, variables: Readonly<Record<string, string>>): Wire<Integration> {
  const fill = (text: string | undefined): string | undefined =>
    text?.replace(/\$\{stageVariables\.([^}]+)\}/g, (_token, name: string) => variables[name] ?? "");
  return {
    ...integration,
    IntegrationUri: fill(integration.IntegrationUri),
    CredentialsArn: fill(integration.CredentialsArn),
  };
}
