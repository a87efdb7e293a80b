import type { IncomingMessage } from "node:http";
import { isDeepStrictEqual } from "node:util";
import { isObject, type Json, type JsonObject, own } from "../json.ts";
import { FUNCTION_FAILED } from "./error-page.ts";

/** A value of a header, query parameter or cookie as a CloudFront Function sees it. */
interface Field {
  readonly value: string;
  readonly multiValue?: readonly { readonly value: string }[];
}

/** A viewer's request as a CloudFront Function gets it (CFDG/functions-event-structure). */
export interface ViewerRequest {
  readonly method: string;
  readonly uri: string;
  readonly querystring: Readonly<Record<string, Field>>;
  readonly headers: Readonly<Record<string, Field>>;
  readonly cookies: Readonly<Record<string, Field>>;
}

/** What goes on to the origin: names and values in order, cookies among the headers again. */
export interface OriginRequest {
  readonly uri: string;
  readonly query: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

/** A function's answer in place of the origin's. */
export interface EdgeResponse {
  readonly statusCode: number;
  readonly statusDescription: string | undefined;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

/** A function that broke CloudFront's rules: 502 for a header it may not touch, 503 for anything else. */
export class FunctionRuleError extends Error {
  readonly status: 502 | 503;
  /** What CloudFront's error page says. */
  readonly page: string;

  constructor(message: string, status: 502 | 503, page = FUNCTION_FAILED) {
    super(message);
    this.status = status;
    this.page = page;
  }
}

/** Headers that functions neither see nor may add (CFDG/edge-functions-restrictions). */
const HIDDEN =
  /^(connection|expect|keep-alive|proxy-authenticate|proxy-authorization|proxy-connection|trailer|upgrade|x-accel-.*|x-amz-cf-.*|x-amzn-auth|x-amzn-cf-.*|x-amzn-errortype|x-amzn-fle-profile|x-amzn-header-.*|x-amzn-lambda-integration-tag|x-amzn-requestid|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip)$/;
/** Headers that a function sees and may not change in a viewer request. */
const READ_ONLY = ["content-length", "host", "transfer-encoding", "via"];
/** A header's name (RFC 9110 §5.6.2). */
const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;
/** URI and query together stay below this. */
const LONGEST_TARGET = 8192;

/** Takes a request apart for the function; the path is the viewer's, without the distribution's own part. */
export function toViewerRequest(
  request: Pick<IncomingMessage, "method" | "rawHeaders">,
  path: string,
  search: string,
): ViewerRequest {
  const headers = noFields();
  const cookies = noFields();
  for (const [name, value] of pairs(request.rawHeaders)) {
    const lower = name.toLowerCase();
    if (lower === "cookie") {
      for (const cookie of value.split(/; */)) {
        const equals = cookie.indexOf("=");
        if (equals > 0) append(cookies, cookie.slice(0, equals), cookie.slice(equals + 1));
      }
    } else if (!HIDDEN.test(lower)) {
      append(headers, lower, value);
    }
  }
  const querystring = noFields();
  for (const part of search === "" ? [] : search.split("&")) {
    const equals = part.indexOf("=");
    append(querystring, equals < 0 ? part : part.slice(0, equals), equals < 0 ? "" : part.slice(equals + 1));
  }
  return { method: request.method ?? "GET", uri: path, querystring, headers, cookies };
}

/**
 * Reads what a function returned.
 *
 * @throws FunctionRuleError when CloudFront would refuse it.
 */
export function fromFunction(result: unknown, given: ViewerRequest): OriginRequest | EdgeResponse {
  if (!isObject(result)) throw new FunctionRuleError("it returned no object: return the request or a response", 503);
  return "statusCode" in result ? toResponse(result) : toOrigin(result, given);
}

/** A request that no function has changed. */
export function unchanged(given: ViewerRequest): OriginRequest {
  return toOrigin(given as unknown as JsonObject, given);
}

function toOrigin(result: JsonObject, given: ViewerRequest): OriginRequest {
  if (result["method"] !== given.method) {
    const page = "The CloudFront function returned an invalid value: request.method cannot be changed.";
    throw new FunctionRuleError("it changed the method, which is read-only", 502, page);
  }
  const uri = result["uri"];
  if (typeof uri !== "string" || !uri.startsWith("/") || /[\s#\p{Cc}]/u.test(uri)) {
    throw new FunctionRuleError(
      `it returned the uri ${JSON.stringify(uri)}, which must begin with / and have no blanks`,
      503,
    );
  }
  const query = fields(result["querystring"], "querystring", given.querystring)
    .map(([name, value]) => (value === "" ? name : `${name}=${value}`))
    .join("&");
  if (uri.length + query.length >= LONGEST_TARGET) {
    throw new FunctionRuleError(
      `uri and query have ${uri.length + query.length} characters, at most ${LONGEST_TARGET} are allowed`,
      503,
    );
  }
  const headers = fields(result["headers"], "headers", given.headers);
  for (const header of headers) checkHeader(header, "request");
  for (const name of READ_ONLY) {
    const after = headers.filter(([header]) => header === name).map(([, value]) => value);
    const before = given.headers[name]?.value;
    if (after.join() === (before ?? "")) continue;
    const page = "The CloudFront function tried to add, delete, or change a read-only header.";
    throw new FunctionRuleError(`it changed the header ${name}, which is read-only`, 502, page);
  }
  const cookies = fields(result["cookies"], "cookies", given.cookies).map(([name, value]) => `${name}=${value}`);
  for (const cookie of cookies) checkOneLine(cookie, "a cookie");
  const all = cookies.length === 0 ? headers : [...headers, ["cookie", cookies.join("; ")] as const];
  return { uri, query, headers: all };
}

function toResponse(result: JsonObject): EdgeResponse {
  const { statusCode, statusDescription, body } = result as {
    readonly statusCode: Json;
    readonly statusDescription?: Json;
    readonly body?: Json;
  };
  if (typeof statusCode !== "number" || !Number.isInteger(statusCode) || statusCode < 100 || statusCode > 599) {
    throw new FunctionRuleError(`it returned the status ${JSON.stringify(statusCode)}`, 503);
  }
  const headers = fields(result["headers"], "headers");
  for (const header of headers) checkHeader(header, "response");
  const cookies = fields(result["cookies"], "cookies").map(
    ([name, value]) => ["set-cookie", `${name}=${value}`] as const,
  );
  for (const [, cookie] of cookies) checkOneLine(cookie, "a cookie");
  if (typeof statusDescription === "string") checkOneLine(statusDescription, "the statusDescription");
  return {
    statusCode,
    statusDescription: typeof statusDescription === "string" ? statusDescription : undefined,
    headers: [...headers, ...cookies],
    body: bodyOf(body),
  };
}

function checkHeader([name, value]: readonly [string, string], of: "request" | "response"): void {
  if (name !== name.toLowerCase()) {
    const page = `The CloudFront function returned an invalid value: ${of}.headers must have header names in lower case.`;
    throw new FunctionRuleError(`it returned the header ${name}: names must be lower case`, 502, page);
  }
  if (HIDDEN.test(name)) {
    const page = "The CloudFront function tried to add a disallowed header.";
    throw new FunctionRuleError(`it added the header ${name}, which functions may not set`, 502, page);
  }
  if (!TOKEN.test(name)) throw new FunctionRuleError(`${JSON.stringify(name)} is no name for a header`, 502);
  checkOneLine(value, `the header ${name}`);
}

/** What a function copies out of a decoded query must not end the line, and begin a header or an answer of its own. */
function checkOneLine(text: string, what: string): void {
  if (/[^\t\x20-\x7e\x80-\xff]/.test(text)) {
    throw new FunctionRuleError(`${what} has characters that no HTTP header can have: ${JSON.stringify(text)}`, 502);
  }
}

function bodyOf(body: Json | undefined): Buffer {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body === "string") return Buffer.from(body);
  const { encoding, data } = isObject(body) ? body : {};
  if (typeof data === "string" && encoding === "text") return Buffer.from(data);
  if (typeof data === "string" && encoding === "base64") {
    const decoded = Buffer.from(data, "base64");
    if (decoded.toString("base64") === data) return decoded;
    throw new FunctionRuleError("it returned a body that is not base64, as its encoding says", 503);
  }
  throw new FunctionRuleError(
    'it returned a body that is neither text nor { encoding: "text" or "base64", data }',
    503,
  );
}

/**
 * Names and values. A `multiValue` that the function has changed, or brought along, counts alone; of one as it was given
 * the `value` takes the first place (CFDG/functions-event-structure, "Duplicate query strings, headers and cookies").
 */
function fields(
  value: Json | undefined,
  what: string,
  given: Readonly<Record<string, Field>> = {},
): (readonly [string, string])[] {
  if (value === undefined) return [];
  if (!isObject(value)) throw new FunctionRuleError(`it returned ${what} that are no object`, 503);
  return Object.entries(value).flatMap(([name, field]) => {
    if (!isObject(field) || (typeof field["value"] !== "string" && !Array.isArray(field["multiValue"]))) {
      throw new FunctionRuleError(`it returned ${what}.${name} without a value: write { value: "…" }`, 503);
    }
    const listed = Array.isArray(field["multiValue"]) ? field["multiValue"] : [field];
    const asGiven = isDeepStrictEqual(listed, own(given, name)?.multiValue);
    const many = asGiven && typeof field["value"] === "string" ? [field, ...listed.slice(1)] : listed;
    return many.map((one) => [name, isObject(one) ? String(one["value"]) : ""] as const);
  });
}

/** Without a prototype: `__proto__` is a name that a viewer may choose. */
function noFields(): Record<string, Field> {
  return Object.create(null);
}

function append(record: Record<string, Field>, name: string, value: string): void {
  const before = own(record, name);
  const multiValue = [...(before?.multiValue ?? (before === undefined ? [] : [{ value: before.value }])), { value }];
  record[name] = before === undefined ? { value } : { value: before.value, multiValue };
}

function* pairs(raw: readonly string[]): Generator<[string, string]> {
  for (let index = 0; index + 1 < raw.length; index += 2) yield [raw[index] ?? "", raw[index + 1] ?? ""];
}
