import { StateError } from "../../asl/errors.ts";
import type { AwsError } from "../../aws/error.ts";
import { isObject, type Json, type JsonObject } from "../../json.ts";
import { argumentsOf, callAs, type Integration, type ServiceTask, type TaskContext } from "./task-context.ts";

/** `@connections/{id}` of a WebSocket API's stage: what `apigateway:invoke` can reach in the local runtime. */
interface ConnectionCall {
  readonly apiId: string;
  readonly stage: string;
  readonly connectionId: string;
}

const OPERATIONS: Readonly<Record<string, string>> = {
  POST: "PostToConnection",
  GET: "GetConnection",
  DELETE: "DeleteConnection",
};

const NO_TOKEN = JSON.stringify({ message: "Missing Authentication Token" });
const FORBIDDEN = JSON.stringify({ message: "Forbidden" });

/** `apigateway:invoke` (DG/connect-api-gateway): the call is made in process, as the Task's role. */
export const apigateway: Integration = async (task, context) => {
  const parameters = argumentsOf(task);
  const call = connectionCall(parameters);
  const operation = OPERATIONS[String(parameters["Method"])];
  if (call === undefined || operation === undefined) throw unserved(task, context);
  // The management API takes signed requests only.
  if (parameters["AuthType"] !== "IAM_ROLE") throw new StateError("ApiGateway.403", NO_TOKEN);
  const { apiId, stage, connectionId } = call;
  const input: JsonObject = {
    ConnectionId: connectionId,
    ApiId: apiId,
    Stage: stage,
    ...(operation === "PostToConnection" ? { Data: bodyOf(parameters["RequestBody"]) } : {}),
  };
  const { output, requestId } = await callAs(task, context, "execute-api", operation, input, failure);
  return response(operation, output, requestId, context);
};

/**
 * The connection a request names. The endpoint is AWS's `{id}.execute-api.{region}.amazonaws.com` or the local
 * `localhost:PORT/{id}`; the path's parts are URL-encoded by the author.
 */
function connectionCall(parameters: JsonObject): ConnectionCall | undefined {
  const endpoint = String(parameters["ApiEndpoint"]).replace(/^(https?|wss?):\/\//, "");
  const slash = endpoint.indexOf("/");
  const host = slash < 0 ? endpoint : endpoint.slice(0, slash);
  const base = slash < 0 ? [] : endpoint.slice(slash + 1).split("/");
  const stage = parameters["Stage"];
  const path = String(parameters["Path"] ?? "").split("/");
  const parts = [...base, ...(typeof stage === "string" ? [stage] : []), ...path].filter((part) => part !== "");
  const apiId = host.includes(".execute-api.") ? host.slice(0, host.indexOf(".")) : parts.shift();
  const [stageName, connections, connectionId, ...rest] = parts.map(decoded);
  if (apiId === undefined || stageName === undefined || connectionId === undefined || rest.length > 0) return undefined;
  return connections === "@connections" ? { apiId, stage: stageName, connectionId } : undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function bodyOf(body: Json | undefined): string {
  if (body === undefined || body === null) return "";
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body)).toString("base64");
}

function unserved(task: ServiceTask, context: TaskContext): StateError {
  context.environment.log.warn(
    `${task.stateName} of ${task.executionArn}: apigateway:invoke reached for ${JSON.stringify(task.parameters)}, but the local ` +
      "runtime serves @connections of WebSocket APIs only (Method POST, GET or DELETE, Path @connections/ID); answered 403.",
  );
  return new StateError("ApiGateway.403", FORBIDDEN);
}

/** Errors are named by status, and the body is the cause (DG/connect-api-gateway). */
function failure(error: AwsError): StateError {
  return new StateError(`ApiGateway.${error.status}`, bodyOfError(error));
}

function bodyOfError(error: AwsError): string {
  if (error.status === 410) return "";
  if (error.code === "AccessDeniedException") return JSON.stringify({ Message: error.message });
  return JSON.stringify({ message: error.message });
}

function response(operation: string, output: JsonObject, requestId: string, context: TaskContext): JsonObject {
  const { clock, ids } = context.environment;
  const body = operation === "GetConnection" ? JSON.stringify(camel(output), undefined, 2) : "";
  const headers: JsonObject = {
    Connection: ["keep-alive"],
    "Content-Length": [String(Buffer.byteLength(body))],
    "Content-Type": ["application/json"],
    Date: [new Date(clock.now()).toUTCString()],
    "x-amz-apigw-id": [Buffer.from(ids.bytes(11)).toString("base64")],
    "x-amzn-RequestId": [requestId],
  };
  const deleted = operation === "DeleteConnection";
  return {
    Headers: headers,
    ...(body === "" ? {} : { ResponseBody: camel(output) }),
    StatusCode: deleted ? 204 : 200,
    StatusText: deleted ? "No Content" : "OK",
  };
}

/** GetConnection's answer as the management API's body has it: camelCase, times as ISO text. */
function camel(output: JsonObject): JsonObject {
  const body: Record<string, Json> = {};
  for (const [name, value] of Object.entries(output)) {
    if (value === undefined) continue;
    const key = name.charAt(0).toLowerCase() + name.slice(1);
    if (typeof value === "number") body[key] = new Date(value * 1000).toISOString();
    else body[key] = isObject(value) ? camel(value) : value;
  }
  return body;
}
