import { AwsError } from "../aws/error.ts";
import type { RestRoute, RestWire } from "../aws/wire.ts";
import type { Json, JsonObject } from "../json.ts";
import type { AwsRequest, Protocol, Reply } from "./protocol.ts";
import { type BodyFormat, jsonBodies } from "./rest-bodies.ts";
import { type RouteMatch, routeFinder } from "./rest-routes.ts";
import { xmlBodies } from "./rest-xml-bodies.ts";
import { type TypedText, typedText } from "./typed-text.ts";

/** REST protocols also tell whether a path is theirs at all: other things live on the same port. */
export interface RestProtocol extends Protocol {
  matches(method: string, path: string, search: string): boolean;
}

/** REST-JSON and REST-XML (smithy.io: `restJson1`, `restXml`): method and path choose the operation. */
export function restProtocol(serviceId: string, wire: RestWire): RestProtocol {
  const find = routeFinder(wire.routes);
  const text = typedText(wire);
  const bodies = wire.protocol === "rest-json" ? jsonBodies(serviceId, wire) : xmlBodies(serviceId, wire);

  return {
    matches: (method, path, search) => find(method, path, search) !== undefined,
    decode: (request) => {
      const match = find(request.method, request.path, request.search);
      if (match === undefined) return { operation: "", input: {} };
      return { operation: match.route.operation, input: inputOf(match, request, bodies, text), route: match.route };
    },
    success: ({ operation, route }, output, requestId) => {
      if (route === undefined) throw new Error(`${serviceId}:${operation} was decoded without its route`);
      return successReply(route, output, requestId, bodies);
    },
    failure: (error, requestId) => ({
      status: error.status,
      headers: [
        ...["x-amzn-RequestId", requestId, "x-amzn-ErrorType", error.code],
        ...["Content-Type", bodies.contentType],
      ],
      body: bodies.writeError(error, requestId),
    }),
    unknown: (_operation, explanation) => new AwsError("UnknownOperationException", explanation, { status: 404 }),
    unsigned: () =>
      new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", { status: 403 }),
  };
}

function inputOf(match: RouteMatch, request: AwsRequest, bodies: BodyFormat, text: TypedText): JsonObject {
  const { route, variables } = match;
  const input: Record<string, Json | undefined> = { ...bodies.read(request.body, route) };
  for (const member in variables) input[member] = text(member, variables[member] ?? "");
  for (const header in route.headers) {
    const member = route.headers[header];
    const value = request.headers[header];
    if (member !== undefined && typeof value === "string") input[member] = text(member, value);
  }
  if (route.query === undefined || request.search === "") return input;
  const parameters = new URLSearchParams(request.search);
  for (const name in route.query) {
    const member = route.query[name];
    if (member === undefined || !parameters.has(name)) continue;
    if (member.endsWith("[]")) input[member.slice(0, -2)] = parameters.getAll(name);
    else input[member] = text(member, parameters.get(name) ?? "");
  }
  return input;
}

function successReply(route: RestRoute, output: JsonObject, requestId: string, bodies: BodyFormat): Reply {
  const rest: Record<string, Json | undefined> = { ...output };
  const headers = ["x-amzn-RequestId", requestId];
  for (const member in route.responseHeaders) {
    const header = route.responseHeaders[member];
    const value = rest[member];
    delete rest[member];
    if (header !== undefined && value !== undefined && value !== null) headers.push(header, String(value));
  }
  let status = route.status ?? 200;
  if (route.statusFrom !== undefined) {
    const given = rest[route.statusFrom];
    delete rest[route.statusFrom];
    if (typeof given === "number") status = given;
  }
  const body = status === 204 ? "" : bodies.write(rest, route);
  // AWS names no content type where there is no content to name (a 204).
  if (status !== 204 && !headers.some((name) => name.toLowerCase() === "content-type")) {
    headers.push("Content-Type", bodies.contentType);
  }
  return { status, headers, body };
}
