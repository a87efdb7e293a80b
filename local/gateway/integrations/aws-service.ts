import type { Integration } from "@aws-sdk/client-apigatewayv2";
import { AwsError } from "../../aws/error.ts";
import type { Service } from "../../aws/service.ts";
import { isObject, type JsonObject, type Wire } from "../../json.ts";
import type { Environment } from "../../module.ts";
import type { Exchange } from "../exchange.ts";
import { Failure } from "../failure.ts";
import { about } from "../log-line.ts";
import { UNKNOWNS } from "../unknowns.ts";
import { jsonFailure, jsonReply } from "./aws-json.ts";
import { formOf, queryFailure, queryReply } from "./aws-query.ts";
import { type AwsTarget, CALLER_NAMES_TARGET, parseAwsTarget } from "./aws-target.ts";
import { type Backend, type BackendReply, type BackendRequest, plainReply } from "./backend.ts";
import { callerOf } from "./caller.ts";
import { errorMessageOf, invokeFunction } from "./function-target.ts";

const CORAL = "com.amazon.coral.service";

/** AWS: API Gateway calls the service itself, as the integration's role. */
export function awsService(integration: Wire<Integration>, environment: Environment): Backend {
  const target = parseAwsTarget(integration.IntegrationUri ?? "");
  if (target === undefined) return () => unserved(`${integration.IntegrationUri} is no AWS integration URI`);
  if (target.kind === "function") return lambdaFunction(target.functionArn, integration, environment);
  const dropsBody = integration.IntegrationMethod === "GET";
  return async (request, exchange) => {
    const service = environment.aws.services().get(target.service);
    if (service === undefined) return unserved(`the local runtime has no service ${target.service}`);
    if (integration.CredentialsArn === undefined) {
      return unserved(
        `integration ${integration.IntegrationId} calls ${target.service} without CredentialsArn: it needs a role`,
      );
    }
    // With GET the rendered body never reaches the service (stackoverflow.com/q/70742479).
    const sent = dropsBody ? { ...request, body: "" } : request;
    return await new ServiceRequest(service, target, sent, exchange, environment).run(integration.CredentialsArn);
  };
}

function unserved(why: string): never {
  throw new Failure("internal", why);
}

/** A function called by its service's own API: the template's text is the event, the function's answer the body. */
function lambdaFunction(functionArn: string, integration: Wire<Integration>, environment: Environment): Backend {
  return async (request, exchange) => {
    const caller = callerOf(environment, integration.CredentialsArn, exchange);
    const asynchronous = headerOf(request, "x-amz-invocation-type") === "Event";
    const payload = request.body === "" ? "{}" : request.body;
    const reply = await invokeFunction(environment, functionArn, payload, { caller, exchange, asynchronous });
    if (!reply.failed) return plainReply(asynchronous ? 202 : 200, reply.payload);
    const errorMessage = errorMessageOf(reply.payload);
    environment.log.warn(`${about(exchange)} ${functionArn} failed: ${errorMessage} Its log group says more.`);
    return { ...plainReply(UNKNOWNS.lambdaErrorStatus, reply.payload), errorMessage };
  };
}

type ServiceTarget = Extract<AwsTarget, { kind: "action" | "path" }>;

/** An operation and its input, and the protocol whose form the answer takes. */
interface Decoded {
  readonly operation: string;
  readonly input: JsonObject;
  readonly protocol: "json" | "query";
}

/** One request to one service. */
class ServiceRequest {
  readonly #service: Service;
  readonly #target: ServiceTarget;
  readonly #request: BackendRequest;
  readonly #exchange: Exchange;
  readonly #environment: Environment;

  constructor(
    service: Service,
    target: ServiceTarget,
    request: BackendRequest,
    exchange: Exchange,
    environment: Environment,
  ) {
    this.#service = service;
    this.#target = target;
    this.#request = request;
    this.#exchange = exchange;
    this.#environment = environment;
  }

  async run(roleArn: string): Promise<BackendReply> {
    const caller = callerOf(this.#environment, roleArn, this.#exchange);
    const { requestId, hold } = this.#exchange;
    const callId = this.#environment.ids.uuid();
    let protocol: "json" | "query" = this.#isForm() ? "query" : "json";
    try {
      const decoded = this.#decode();
      protocol = decoded.protocol;
      const output = await this.#environment.aws.call(this.#service.id, decoded.operation, decoded.input, {
        caller,
        parent: { caller, requestId, hold },
        requestId: callId,
      });
      return protocol === "query" ? queryReply(decoded.operation, output, callId) : jsonReply(this.#service.id, output);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.#environment.log.warn(
        `${about(this.#exchange)} ${this.#service.id} answered ${error.status} ${error.code}: ${error.message}`,
      );
      return protocol === "query" ? queryFailure(error, callId) : jsonFailure(error);
    }
  }

  #decode(): Decoded {
    const { wire } = this.#service;
    if (this.#isForm()) {
      const read = formOf(wire);
      if (read === undefined) throw this.#unknown(`${this.#service.id} takes no forms`);
      const form = new URLSearchParams({
        ...this.#request.query,
        ...Object.fromEntries(new URLSearchParams(this.#request.body)),
      });
      const operation = form.get("Action") ?? this.#named();
      if (operation === undefined) throw this.#unknown("the form has no Action");
      return { operation, input: this.#withQueue(read(form.toString())), protocol: "query" };
    }
    if (wire.protocol !== "json" && wire.protocol !== "query") {
      throw this.#unknown(`integrations with ${this.#service.id} are not supported by the local runtime`);
    }
    const operation = this.#operationByTarget();
    return { operation, input: this.#withQueue(this.#json()), protocol: wire.protocol === "query" ? "query" : "json" };
  }

  /** The action of the URI, or of `X-Amz-Target`; only EventBridge's has to come from the caller even for `action/…`. */
  #operationByTarget(): string {
    const header = headerOf(this.#request, "x-amz-target");
    const named = this.#named();
    const fills = !CALLER_NAMES_TARGET.has(this.#service.id) || UNKNOWNS.eventsTargetFilledIn;
    if (header !== undefined) return header.slice(header.lastIndexOf(".") + 1);
    if (named !== undefined && fills) return named;
    throw this.#unknown(
      `${this.#service.id} needs the request parameter integration.request.header.X-Amz-Target, ` +
        "such as 'AWSEvents.PutEvents' in single quotes",
    );
  }

  #named(): string | undefined {
    return this.#target.kind === "action" ? this.#target.action : undefined;
  }

  #json(): JsonObject {
    const { body } = this.#request;
    if (body.trim() === "") return {};
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#environment.log.warn(
        `${about(this.#exchange)} the request template rendered what is not JSON (${reason}): ${body.slice(0, 300)}. ` +
          'Text from the client needs $util.escapeJavaScript(…).replaceAll("\\\\\'","\'").',
      );
      throw new AwsError("SerializationException", "", { namespace: CORAL });
    }
    if (!isObject(value)) throw new AwsError("SerializationException", "", { namespace: CORAL });
    return value;
  }

  /** `sqs:path/{account}/{queue}` names the queue by the path; the request then need not. */
  #withQueue(input: JsonObject): JsonObject {
    if (this.#service.id !== "sqs" || this.#target.kind !== "path" || input["QueueUrl"] !== undefined) return input;
    return { ...input, QueueUrl: `${this.#environment.endpointUrl}/${this.#target.path}` };
  }

  #isForm(): boolean {
    const type = headerOf(this.#request, "content-type");
    if (type !== undefined) return type.startsWith("application/x-www-form-urlencoded");
    return this.#service.wire.protocol === "query" && !this.#request.body.trimStart().startsWith("{");
  }

  #unknown(why: string): AwsError {
    this.#environment.log.warn(`${about(this.#exchange)} ${why}.`);
    return new AwsError("UnknownOperationException", "", { namespace: CORAL });
  }
}

function headerOf({ headers }: BackendRequest, name: string): string | undefined {
  const found = Object.keys(headers).find((key) => key.toLowerCase() === name);
  return found === undefined ? undefined : headers[found];
}
