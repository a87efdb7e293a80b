import type { Integration, IntegrationResponse } from "@aws-sdk/client-apigatewayv2";
import { EndlessMatch, guardedMatch } from "../../guarded-match.ts";
import type { Wire } from "../../json.ts";
import type { Log } from "../../log.ts";
import type { Exchange } from "../exchange.ts";
import { Failure } from "../failure.ts";
import { about } from "../log-line.ts";
import { compileSelection, type Selection } from "../selection.ts";
import { namedTemplate, responseScope } from "../template-scope.ts";
import type { BackendReply } from "./backend.ts";

/** Turns what a backend answered into what the client gets. */
export type ResponseMapping = (reply: BackendReply, exchange: Exchange) => BackendReply;

interface CompiledResponse {
  readonly key: string;
  /** Undefined for `$default`. */
  readonly pattern: RegExp | undefined;
  readonly selection: Selection | undefined;
  readonly templates: ReadonlyMap<string, ReturnType<typeof namedTemplate>>;
  readonly convert: (reply: BackendReply) => BackendReply;
}

/**
 * Compiles the response side of a non-proxy integration: which response, which template
 * (DG/apigateway-websocket-api-integration-responses).
 */
export function compileResponseMapping(
  integration: Wire<Integration>,
  responses: readonly Wire<IntegrationResponse>[],
  log: Log,
): ResponseMapping {
  const name = `integration ${integration.IntegrationId}`;
  const selection = compileSelection(
    integration.IntegrationResponseSelectionExpression ?? "$integration.response.statuscode",
  );
  const compiled = responses.map((response) => compileResponse(response, name, log));
  const otherwise = compiled.find(({ pattern }) => pattern === undefined);
  const patterns = compiled.filter(({ pattern }) => pattern !== undefined);

  return (reply, exchange) => {
    const sources = {
      requestBody: () => exchange.document,
      integration: { status: reply.status, headers: reply.headers, errorMessage: reply.errorMessage ?? "" },
    };
    const value = selection.evaluate(sources);
    const chosen = patterns.find(({ pattern }) => pattern !== undefined && matches(pattern, value)) ?? otherwise;
    if (chosen === undefined) throw noMatch(value, compiled, name, reply);
    const key = chosen.selection?.evaluate(sources) ?? "";
    const template = chosen.templates.get(key) ?? chosen.templates.get("$default");
    const converted = chosen.convert(reply);
    if (template === undefined) return converted;
    const body = template(responseScope(exchange, converted.body));
    warnAboutJson(body, () => `${about(exchange)} the response template of ${name}, ${chosen.key}`, log);
    return { ...reply, body };
  };
}

function compileResponse(response: Wire<IntegrationResponse>, name: string, log: Log): CompiledResponse {
  const key = response.IntegrationResponseKey ?? "$default";
  if (Object.keys(response.ResponseParameters ?? {}).length > 0) {
    log.warn(
      `${name}, response ${key}: ResponseParameters have no known meaning on a WebSocket API and are not applied.`,
    );
  }
  return {
    key,
    pattern: compilePattern(key, name, log),
    convert: conversionOf(response),
    selection:
      response.TemplateSelectionExpression === undefined
        ? undefined
        : compileSelection(response.TemplateSelectionExpression),
    templates: new Map(
      Object.entries(response.ResponseTemplates ?? {}).map(([template, text]) => [
        template,
        namedTemplate(text ?? "", `the response template ${template} of ${name}`),
      ]),
    ),
  };
}

/**
 * `ContentHandlingStrategy` of a response: `CONVERT_TO_TEXT` answers binary data as base64
 * (DG/websocket-api-develop-binary-media-types), `CONVERT_TO_BINARY` the other way round.
 */
function conversionOf({ ContentHandlingStrategy: strategy }: Wire<IntegrationResponse>): CompiledResponse["convert"] {
  switch (strategy) {
    case undefined:
      return (reply) => reply;
    case "CONVERT_TO_TEXT":
      return (reply) => ({ ...reply, body: (reply.bytes ?? Buffer.from(reply.body, "utf8")).toString("base64") });
    case "CONVERT_TO_BINARY":
      return (reply) => {
        const bytes = Buffer.from(reply.body, "base64");
        return { ...reply, body: bytes.toString("utf8"), bytes, binary: true };
      };
    default: {
      const never: never = strategy;
      throw new Error(`unknown content handling ${String(never)}`);
    }
  }
}

/** `/2\d\d/` matches the whole value, as in REST APIs; the first that fits in the order they were made is taken. */
function compilePattern(key: string, name: string, log: Log): RegExp | undefined {
  if (key === "$default") return undefined;
  try {
    return new RegExp(`^(?:${key.slice(1, -1)})$`, "s");
  } catch (error) {
    log.warn(
      `${name}: the integration response key ${key} is no regular expression and never matches: ${String(error)}`,
    );
    return /(?!)/;
  }
}

/** @throws Failure for a pattern that backtracks without end: a function's error message must not hold up other frames. */
function matches(pattern: RegExp, value: string): boolean {
  try {
    return guardedMatch(pattern, value, () => pattern.test(value));
  } catch (error) {
    throw error instanceof EndlessMatch
      ? new Failure("internal", `an integration response's key: ${error.message}`)
      : error;
  }
}

function noMatch(value: string, responses: readonly CompiledResponse[], name: string, reply: BackendReply): Failure {
  const keys = responses.map(({ key }) => key).join(", ");
  const known = keys === "" ? "it has none" : `it has ${keys}`;
  return new Failure(
    "internal",
    `no integration response of ${name} fits ${JSON.stringify(value)} (${known}), so the client gets "Internal server error". ` +
      `Add one with the key $default or a pattern that fits. The backend answered ${reply.status}: ${reply.body.slice(0, 300)}`,
  );
}

/** Text that begins like JSON and is none is most likely a template that broke on an apostrophe or a missing value. */
function warnAboutJson(body: string, what: () => string, log: Log): void {
  const first = body.trimStart()[0];
  if (first !== "{" && first !== "[") return;
  try {
    JSON.parse(body);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn(`${what()} rendered what is not JSON (${reason}): ${body.slice(0, 300)}`);
  }
}
