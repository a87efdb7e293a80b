import { isObject, type JsonObject } from "../../json.ts";
import type { TaskResource } from "../host.ts";
import type { Structure } from "../resource/api-model.ts";
import { argumentProblems } from "../resource/argument-problems.ts";
import { argumentShape } from "../resource/argument-shape.ts";
import { hasIntegration, integrationOf } from "../resource/optimized-integrations.ts";
import { requestProblems } from "../resource/request-problems.ts";
import { parseResource } from "../resource.ts";
import type { Check, QueryLanguage, StateContext } from "./context.ts";
import { checkJsonata } from "./jsonata-checks.ts";
import { checkTemplate } from "./template-checks.ts";
import { texts } from "./texts.ts";

/** `Resource`: an ARN of something that a Task can do, and that a machine of this type may do. */
export const checkResource: Check = (value, location, { findings, type }) => {
  if (typeof value !== "string") {
    findings.schema(texts.type("[STRING]"), location);
    return;
  }
  const resource = parseResource(value);
  if (resource === undefined) {
    findings.schema(value.startsWith("arn:") ? texts.unknownResource(value) : texts.resource, location);
  } else if (resource.kind === "activity") {
    if (type === "EXPRESS") findings.schema(texts.expressActivity, location);
  } else if (resource.kind === "service") {
    const { service, action, pattern } = resource;
    if (!hasIntegration(service, action, pattern)) findings.schema(texts.unknownResource(value), location);
    else if (type === "EXPRESS" && pattern !== "request-response") {
      findings.schema(texts.expressPattern(pattern === "sync:2" ? ".sync" : `.${pattern}`), location);
    }
  }
};

/** `Credentials`: the role to call with. */
export const checkCredentials: Check = (value, location, context) => {
  const { findings, stateLanguage } = context;
  if (!isObject(value)) {
    findings.schema(texts.type("[OBJECT]"), location);
    return;
  }
  if (value["RoleArn"] === undefined && value["RoleArn.$"] === undefined) {
    findings.schema(texts.missingArgument("RoleArn"), location);
  }
  if (stateLanguage === "JSONata") checkJsonata(value, location, context);
  else checkTemplate(value, location, context);
};

/** What no field of a Task shows alone: its arguments against its resource, its two times, its credentials. */
export function checkTask(state: JsonObject, location: string, context: StateContext): void {
  const { findings } = context;
  const resource = typeof state["Resource"] === "string" ? parseResource(state["Resource"]) : undefined;
  if (resource?.kind === "service") checkArguments(resource, state, location, context);
  if (resource?.kind === "activity" && state["Credentials"] !== undefined) {
    findings.schema(texts.activityCredentials, `${location}/Credentials`);
  }
  const { HeartbeatSeconds: heartbeat, TimeoutSeconds: timeout } = state;
  if (typeof heartbeat === "number" && typeof timeout === "number" && heartbeat >= timeout) {
    findings.schema(texts.heartbeat, location);
  }
}

/** The arguments of an integration: their names, at every level, and those without which it cannot be called. */
function checkArguments(
  { service, action }: TaskResource & { readonly kind: "service" },
  state: JsonObject,
  location: string,
  { findings, stateLanguage }: StateContext,
): void {
  const field = stateLanguage === "JSONata" ? "Arguments" : "Parameters";
  const given = state[field] ?? {};
  if (!isObject(given)) return;
  const place = `${location}/${field}`;
  for (const problem of problemsOf(given, stateLanguage, argumentShape(service, action)))
    findings.schema(problem, place);
  for (const problem of requestProblems(service, given, stateLanguage)) findings.schema(problem, place);
  for (const name of integrationOf(service, action)?.required ?? []) {
    const dynamic = stateLanguage === "JSONPath" && given[`${name}.$`] !== undefined;
    if (given[name] === undefined && !dynamic) findings.schema(texts.missingArgument(name), place);
  }
}

/** Without a model of the service what is known is that all arguments begin with a capital (DG/connect-parameters). */
function problemsOf(given: JsonObject, language: QueryLanguage, shape: Structure | undefined): readonly string[] {
  if (shape !== undefined) return argumentProblems(given, shape, language);
  return Object.keys(given)
    .filter((name) => /^[a-z]/.test(name))
    .map((name) => texts.unsupportedArgument(name));
}
