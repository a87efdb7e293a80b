import { StateError } from "../../../asl/errors.ts";
import { PAYLOAD_LIMIT, tooLarge } from "../../../asl/limits.ts";
import type { RoleCaller } from "../../../aws/caller.ts";
import type { AwsError } from "../../../aws/error.ts";
import { type HttpResponse, ResponseTooLarge } from "../../../http-exchange.ts";
import { isObject, type JsonObject } from "../../../json.ts";
import { isPlainLoopback } from "../../../outbound-url.ts";
import { exchangeWithin, HttpTimeout, type Outside } from "../../../outside.ts";
import { argumentsOf, callAs, type Integration, type ServiceTask, type TaskContext } from "../task-context.ts";
import { type Additions, NOTHING, type TaskHttpRequest, taskRequest } from "./http-request.ts";
import { httpResult, responseText } from "./http-result.ts";
import { UNKNOWNS } from "./unknowns.ts";

/** An HTTP Task's request times out after 60 seconds (DG/call-https-apis), in milliseconds. */
const TIMEOUT = 60_000;

/** One byte more than a result may have, as the `Range` that is asked for ends. */
const LONGEST_BODY = PAYLOAD_LIMIT + 1;

/** Answers with which an endpoint refuses a connection's credentials (EBUG/eb-target-connection-auth). */
const REFUSALS: ReadonlySet<number> = new Set([401, 407]);

/**
 * Makes `http:invoke` (DG/call-https-apis). A redirect is an answer like any other, and fails the Task with its status: IAM has
 * not looked at the endpoint that it leads to, and the connection's credentials are not meant for it. What AWS does is [unknown].
 *
 * @param outside how the endpoints are reached.
 */
export function createHttp(outside: Outside): Integration {
  const told = new Set<string>();
  return async (task, context) => {
    const parameters = argumentsOf(task);
    const caller = await context.session(task);
    checkPermission(task, caller, parameters, context);
    const connectionArn = connectionOf(parameters);
    const additions = await additionsOf(task, context, connectionArn);
    const { region } = context.environment.scope;
    const request = taskRequest(parameters, additions, region);
    const inspect = (response: HttpResponse | undefined): void =>
      task.inspect?.({ sent: request, defined: taskRequest(parameters, NOTHING, region), response });
    inspect(undefined);
    tellPlain(request, task, context, told);
    const response = await exchange(outside, request, task);
    inspect(response);
    if (REFUSALS.has(response.status)) await report(task, context, connectionArn, response.status);
    const text = responseText(response);
    if (response.status >= 200 && response.status < 300) return httpResult(response, text);
    throw new StateError(`States.Http.StatusCode.${response.status}`, text);
  };
}

/** `states:InvokeHTTPEndpoint` on the state machine itself, with the endpoint and the method as condition keys. */
function checkPermission(task: ServiceTask, caller: RoleCaller, parameters: JsonObject, context: TaskContext): void {
  const refusal = context.environment.aws.refusal(caller, {
    action: "states:InvokeHTTPEndpoint",
    // Children of a Map Run act for their state machine, whose ARN has no label.
    resource: task.stateMachineArn.replace(/\/.*$/, ""),
    context: {
      "states:HTTPEndpoint": String(parameters["ApiEndpoint"]),
      "states:HTTPMethod": String(parameters["Method"]),
    },
  });
  if (refusal !== undefined) throw new StateError(UNKNOWNS.notAllowed, refusal);
}

function connectionOf({ InvocationConfig, Authentication }: JsonObject): string {
  const named = isObject(InvocationConfig) ? InvocationConfig : Authentication;
  return String(isObject(named) ? named["ConnectionArn"] : undefined);
}

async function additionsOf(task: ServiceTask, context: TaskContext, connectionArn: string): Promise<Additions> {
  const { output } = await callAs(
    task,
    context,
    "events-credentials",
    "RetrieveConnectionCredentials",
    { connectionArn },
    connectionError,
  );
  return output as unknown as Additions;
}

/** The errors of connections that the developer guide lists; whatever else happens there is an internal one. */
const CONNECTION_ERRORS: Readonly<Record<string, string>> = {
  AccessDeniedException: "AccessDenied",
  ResourceNotFound: "ResourceNotFound",
  AuthInProgress: "AuthInProgress",
  InvalidConnectionState: "InvalidConnectionState",
};

function connectionError({ code, message }: AwsError): StateError {
  return new StateError(`Events.ConnectionResource.${CONNECTION_ERRORS[code] ?? "InternalError"}`, message);
}

/** Says once of each server that AWS would not call it so. */
function tellPlain({ url }: TaskHttpRequest, task: ServiceTask, { environment }: TaskContext, told: Set<string>): void {
  const { origin, protocol, hostname } = new URL(url);
  if (!isPlainLoopback({ protocol, hostname }) || told.has(origin)) return;
  told.add(origin);
  environment.log.info(
    `${task.stateName} of ${task.executionArn} calls ${origin} over plain HTTP, as this runtime does on this machine; ` +
      "AWS takes https:// only.",
  );
}

async function exchange(outside: Outside, request: TaskHttpRequest, task: ServiceTask): Promise<HttpResponse> {
  try {
    const limits = { signal: task.signal, bytes: LONGEST_BODY, milliseconds: TIMEOUT };
    return await exchangeWithin(outside, request, limits);
  } catch (error) {
    if (error instanceof ResponseTooLarge) throw tooLarge("http");
    if (error instanceof HttpTimeout) throw new StateError("States.Http.Socket", UNKNOWNS.timeout);
    const reason = error instanceof Error ? error.message : String(error);
    throw new StateError("States.Http.Socket", UNKNOWNS.unreachable(reason));
  }
}

/** EventBridge gets a new token; the Task has failed by then, and its Retry may find it there. */
async function report(task: ServiceTask, context: TaskContext, connectionArn: string, status: number): Promise<void> {
  const input = { connectionArn, status };
  await callAs(task, context, "events-credentials", "ReportRefusedCredentials", input, connectionError);
}
