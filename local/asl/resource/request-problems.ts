import { isObject, type Json, type JsonObject } from "../../json.ts";
import { outboundUrl } from "../../outbound-url.ts";
import { isExpression } from "../jsonata/expression-text.ts";
import { texts } from "../validate/texts.ts";
import type { ArgumentsForm } from "./argument-problems.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Headers that a request of a Task cannot have, in lower case; a name that ends in `-` stands for all that begin so. */
interface ForbiddenHeaders {
  readonly names: ReadonlySet<string>;
  readonly prefixes: readonly string[];
}

/** DG/connect-api-gateway, DG/call-https-apis. */
const FORBIDDEN: Readonly<Record<string, ForbiddenHeaders>> = {
  apigateway: {
    names: words(
      "authorization connection content-md5 expect host max-forwards proxy-authenticate server te transfer-encoding trailer " +
        "upgrade via www-authenticate",
    ),
    prefixes: ["x-forwarded", "x-amz"],
  },
  http: {
    names: words(
      "a-im accept-charset accept-datetime accept-encoding authorization cache-control connection content-encoding content-md5 " +
        "date expect forwarded from host http2-settings if-match if-modified-since if-none-match if-range if-unmodified-since " +
        "max-forwards origin pragma proxy-authorization referer server te trailer transfer-encoding upgrade via warning",
    ),
    prefixes: ["x-forwarded-", "x-amz-", "x-amzn-"],
  },
};

const METHODS = words("GET POST PUT DELETE PATCH OPTIONS HEAD");
const ENCODINGS = words("NONE URL_ENCODED");
const ARRAY_FORMATS = words("INDICES REPEAT COMMAS BRACKETS");
/** What HTTP can carry in a header. */
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * What Step Functions finds wrong with the arguments of integrations that make HTTP requests, besides names and types: as far
 * as a definition shows it, and all of it when the Task starts. The sentence on headers was seen, the others are those that
 * AWS has for other arguments.
 */
export function requestProblems(service: string, given: JsonObject, form: ArgumentsForm): readonly string[] {
  const forbidden = Object.hasOwn(FORBIDDEN, service) ? FORBIDDEN[service] : undefined;
  if (forbidden === undefined) return [];
  const headers = headerProblems(given["Headers"], forbidden);
  return service === "http" ? [...headers, ...httpProblems(given, form)] : headers;
}

function headerProblems(headers: Json | undefined, { names, prefixes }: ForbiddenHeaders): readonly string[] {
  if (!isObject(headers)) return [];
  const unsupported = Object.keys(headers)
    .map((name) => (name.endsWith(".$") ? name.slice(0, -2) : name).toLowerCase())
    .filter((name) => names.has(name) || prefixes.some((prefix) => name.startsWith(prefix)));
  return unsupported.length === 0 ? [] : [texts.unsupportedValues("Headers", unsupported)];
}

function httpProblems(given: JsonObject, form: ArgumentsForm): readonly string[] {
  const known = (object: JsonObject, name: string): Json | undefined => {
    const value = object[name];
    return form === "JSONata" && typeof value === "string" && isExpression(value) ? undefined : value;
  };
  const has = (object: JsonObject, name: string): boolean =>
    object[name] !== undefined || (form === "JSONPath" && object[`${name}.$`] !== undefined);
  const endpoint = known(given, "ApiEndpoint");
  // Seen for a literal that is no URI, as the CDK made it of a path and a call of an intrinsic function (aws/aws-cdk#30749).
  const isRefused = typeof endpoint === "string" && outboundUrl(endpoint) === undefined;
  const problems = isRefused ? [texts.invalidArgument("ApiEndpoint")] : [];
  const choose = (object: JsonObject, name: string, values: ReadonlySet<string>): void => {
    const value = known(object, name);
    if (typeof value === "string" && !values.has(value)) problems.push(texts.allowedValues(name));
  };
  choose(given, "Method", METHODS);
  const connections = ["Authentication", "InvocationConfig"].filter((name) => has(given, name));
  if (connections.length === 0) problems.push(texts.missingArgument("Authentication"));
  if (connections.length > 1) problems.push(texts.onlyOne(connections));
  for (const name of connections) {
    const connection = known(given, name);
    if (isObject(connection) && !has(connection, "ConnectionArn"))
      problems.push(texts.missingArgument("ConnectionArn"));
  }
  const transform = known(given, "Transform");
  if (isObject(transform)) {
    choose(transform, "RequestBodyEncoding", ENCODINGS);
    const options = known(transform, "RequestEncodingOptions");
    if (isObject(options)) choose(options, "ArrayFormat", ARRAY_FORMATS);
  }
  return form === "evaluated" ? [...problems, ...formatProblems(given)] : problems;
}

/** What can only be told of values: that they can be sent. */
function formatProblems({ Headers: headers, QueryParameters: query }: JsonObject): readonly string[] {
  const problems = isHeaders(headers) ? [] : [texts.argumentFormat("Headers")];
  if (query !== undefined && query !== null && !isObject(query)) problems.push(texts.argumentFormat("QueryParameters"));
  return problems;
}

/** Each a text or a list of texts. */
function isHeaders(headers: Json | undefined): boolean {
  if (headers === undefined || headers === null) return true;
  if (!isObject(headers)) return false;
  return Object.entries(headers).every(
    ([name, value = null]) =>
      HEADER_NAME.test(name) &&
      [value].flat().every((each: Json) => typeof each === "string" && HEADER_VALUE.test(each)),
  );
}
