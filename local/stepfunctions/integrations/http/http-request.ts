import { StateError } from "../../../asl/errors.ts";
import type { HttpHeader, HttpRequest } from "../../../http-exchange.ts";
import { isObject, type Json, type JsonObject } from "../../../json.ts";
import { type ArrayFormat, formEncoded, formPairs } from "./form-encoding.ts";
import { UNKNOWNS } from "./unknowns.ts";

/** What the Task's connection adds to the request; its values win over the definition's. */
export interface Additions {
  readonly headers: readonly HttpHeader[];
  readonly query: readonly HttpHeader[];
  readonly body: readonly HttpHeader[];
}

/** A connection that adds nothing. */
export const NOTHING: Additions = { headers: [], query: [], body: [] };

/** A request, and those of its headers that TestState shows: not the one that the body brings along. */
export interface TaskHttpRequest extends HttpRequest {
  readonly shownHeaders: readonly HttpHeader[];
}

/**
 * The request of an HTTP Task: the definition's headers, query parameters and body, over which the connection's are laid
 * (DG/call-https-apis, Merging EventBridge connection and HTTP Task definition data).
 *
 * @throws StateError `States.Runtime` where the bodies cannot be merged.
 */
export function taskRequest(parameters: JsonObject, additions: Additions, region: string): TaskHttpRequest {
  const body = encodedBody(mergedBody(parameters["RequestBody"], additions.body), parameters["Transform"]);
  const shownHeaders = [
    ...mergedHeaders(parameters["Headers"], additions.headers),
    ["User-Agent", `Amazon|StepFunctions|HttpInvoke|${region}`] as const,
    ["Range", "bytes=0-262144"] as const,
  ];
  const hasType = shownHeaders.some(([name]) => name.toLowerCase() === "content-type");
  const type: readonly HttpHeader[] =
    body === undefined || hasType ? [] : [["Content-Type", "application/json; charset=UTF-8"]];
  return {
    method: String(parameters["Method"]),
    url: urlOf(String(parameters["ApiEndpoint"]), parameters["QueryParameters"], additions.query),
    headers: [...shownHeaders, ...type],
    shownHeaders,
    body,
  };
}

/** Headers that Step Functions sets whatever the definition says. */
const OWN: ReadonlySet<string> = new Set(["user-agent", "range"]);

function mergedHeaders(given: Json | undefined, added: readonly HttpHeader[]): HttpHeader[] {
  const overridden = new Set([...OWN, ...added.map(([name]) => name.toLowerCase())]);
  const headers: HttpHeader[] = [];
  for (const [name, value = null] of Object.entries(isObject(given) ? given : {})) {
    if (overridden.has(name.toLowerCase())) continue;
    for (const each of [value].flat() as readonly Json[]) headers.push([name, scalarText(each)]);
  }
  return [...headers, ...added.filter(([name]) => !OWN.has(name.toLowerCase()))];
}

function scalarText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function urlOf(endpoint: string, given: Json | undefined, added: readonly HttpHeader[]): string {
  const overridden = new Set(added.map(([name]) => name));
  const own = Object.entries(isObject(given) ? given : {})
    .filter(([name]) => !overridden.has(name))
    .flatMap(([name, value = null]) => formPairs(name, value, UNKNOWNS.queryArrays));
  const query = formEncoded([...own, ...added]);
  if (query === "") return endpoint;
  return `${endpoint}${endpoint.includes("?") ? "&" : "?"}${query}`;
}

function mergedBody(given: Json | undefined, added: readonly HttpHeader[]): Json | undefined {
  if (added.length === 0) return given;
  if (given !== undefined && !isObject(given)) throw new StateError("States.Runtime", UNKNOWNS.bodiesDoNotMerge);
  return { ...given, ...Object.fromEntries(added) };
}

/** Text goes out as it is, JSON as compact text, or as a form where the Task says so. */
function encodedBody(body: Json | undefined, transform: Json | undefined): string | undefined {
  if (body === undefined || typeof body === "string") return body;
  const { RequestBodyEncoding: encoding, RequestEncodingOptions: options } = isObject(transform) ? transform : {};
  if (encoding !== "URL_ENCODED" || !isObject(body)) return JSON.stringify(body);
  const arrays = (isObject(options) ? options["ArrayFormat"] : undefined) ?? "INDICES";
  const pairs = Object.entries(body).flatMap(([name, value = null]) => formPairs(name, value, arrays as ArrayFormat));
  return formEncoded(pairs);
}
