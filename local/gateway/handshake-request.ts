import type { IncomingMessage } from "node:http";
import type { Ids } from "../ids.ts";
import type { Json } from "../json.ts";
import type { Parameters } from "../vtl/input.ts";

type Single = Record<string, string>;
type Multiple = Record<string, string[]>;

/** What the handshake brought: the only request of a connection with headers and a query (DG/websocket-api-data-mapping). */
export interface Handshake {
  /** For templates: the last value of each name. */
  readonly parameters: Parameters;
  readonly multiValueHeaders: Multiple;
  readonly multiValueQuery: Multiple;
  /** `headers` and `multiValueHeaders` of a Lambda event: without `Connection` and `Upgrade`. */
  readonly eventHeaders: Readonly<Record<string, Json>>;
  /** The same for authorizers, which do see those two and a content length. */
  readonly authorizerHeaders: Readonly<Record<string, Json>>;
  readonly hasQuery: boolean;
  readonly eventQuery: Readonly<Record<string, Json>>;
  readonly sourceIp: string;
  readonly userAgent: string | undefined;
  /** The query string as it came, for signatures. */
  readonly search: string;
  readonly request: IncomingMessage;
}

/** Headers of the connection and not of the request. */
const HOP_BY_HOP = new Set(["connection", "upgrade"]);

/** Reads a handshake's headers and query. `Host` is the API's own name, as it is on AWS. */
export function readHandshake(request: IncomingMessage, domainName: string, now: number, ids: Ids): Handshake {
  const sourceIp = (request.socket.remoteAddress ?? "127.0.0.1").replace(/^::ffff:/, "");
  const headers = requestHeaders(request, domainName, sourceIp, traceId(now, ids));
  const routed = headers.filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()));
  const search = request.url?.includes("?") === true ? request.url.slice(request.url.indexOf("?") + 1) : "";
  const query = [...new URLSearchParams(search)];
  const multiValueQuery = multiple(query);
  return {
    parameters: {
      path: new Map(),
      querystring: new Map(query),
      header: new Map(routed),
    },
    multiValueHeaders: multiple(routed),
    multiValueQuery,
    eventHeaders: { headers: single(routed), multiValueHeaders: multiple(routed) },
    authorizerHeaders: forAuthorizer(headers),
    hasQuery: query.length > 0,
    eventQuery: { queryStringParameters: single(query), multiValueQueryStringParameters: multiValueQuery },
    sourceIp,
    userAgent: request.headers["user-agent"],
    search,
    request,
  };
}

type Header = readonly [name: string, value: string];

/** The client's headers in their own case, with what the gateway adds, in alphabetical order. */
function requestHeaders(request: IncomingMessage, domainName: string, sourceIp: string, trace: string): Header[] {
  const headers: Header[] = [];
  const forwarded: string[] = [];
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index] ?? "";
    const value = decoded(request.rawHeaders[index + 1] ?? "");
    const key = name.toLowerCase();
    if (key === "x-forwarded-for") forwarded.push(value);
    else if (!ADDED.has(key)) headers.push([name, value]);
  }
  headers.push(["Host", domainName]);
  headers.push(["X-Amzn-Trace-Id", trace]);
  headers.push(["X-Forwarded-For", [...forwarded, sourceIp].join(", ")]);
  headers.push(["X-Forwarded-Port", "443"]);
  headers.push(["X-Forwarded-Proto", "https"]);
  return headers.sort(([one], [other]) => compareNames(one, other));
}

/** Node reads header bytes as Latin-1; what clients send beyond ASCII is UTF-8. */
function decoded(value: string): string {
  return /[\u0080-\u00ff]/.test(value) ? Buffer.from(value, "latin1").toString("utf8") : value;
}

const ADDED = new Set(["host", "x-amzn-trace-id", "x-forwarded-port", "x-forwarded-proto"]);

function compareNames(one: string, other: string): number {
  const [left, right] = [one.toLowerCase(), other.toLowerCase()];
  return left < right ? -1 : left > right ? 1 : 0;
}

function forAuthorizer(headers: readonly Header[]): Readonly<Record<string, Json>> {
  const seen: Header[] = headers.map(([name, value]) =>
    name.toLowerCase() === "connection" ? [name, "upgrade"] : [name, value],
  );
  seen.push(["content-length", "0"]);
  seen.sort(([one], [other]) => compareNames(one, other));
  return { headers: single(seen), multiValueHeaders: multiple(seen) };
}

function traceId(now: number, ids: Ids): string {
  const seconds = Math.floor(now / 1000).toString(16);
  return `Root=1-${seconds}-${Buffer.from(ids.bytes(12)).toString("hex")}`;
}

function single(pairs: readonly Header[]): Single {
  return Object.fromEntries(pairs);
}

function multiple(pairs: readonly Header[]): Multiple {
  const result = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const values = result.get(name);
    if (values === undefined) result.set(name, [value]);
    else values.push(value);
  }
  return Object.fromEntries(result);
}
