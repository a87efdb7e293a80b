import type { ClientRequest, IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { request as httpRequest } from "../http.ts";
import type { Environment } from "../module.ts";
import type { Distribution } from "./edge-state.ts";
import { originRequestPolicy } from "./policies.ts";
import type { OriginRequest } from "./viewer-request.ts";

/** What CloudFront's own requests name as their agent when the viewer's is not forwarded. */
const USER_AGENT = "Amazon CloudFront";
/** How this edge names itself to both sides. */
export const VIA = "1.1 cloudfront.local (CloudFront)";
const HANDSHAKE_HEADERS = /^sec-websocket-/;

/** An origin that cannot be reached from here. */
export class OriginError extends Error {}

/** A request to the origin. */
export interface OriginCall {
  readonly host: string;
  readonly port: string;
  /** With its query, and its dots where the viewer set them: CloudFront sends the path raw (CFDG/DownloadDistValuesCacheBehavior). */
  readonly path: string;
  readonly headers: readonly string[];
}

/**
 * Where a request goes and with which headers: the origin's host, its own path before the request's, the viewer's
 * headers as the origin request policy lets them through, and the origin's custom headers, which no viewer can override.
 *
 * @throws OriginError for an origin that is not on this machine.
 */
export function toOriginCall(
  { endpointUrl }: Environment,
  distribution: Distribution,
  origin: OriginRequest,
  viewer: { readonly ip: string; readonly upgrade: boolean; readonly requestId: string },
): OriginCall {
  const config = distribution.config;
  const target = config.Origins?.Items?.find((one) => one.Id === config.DefaultCacheBehavior?.TargetOriginId);
  const domain = target?.DomainName ?? "";
  const { host, hostname, port } = new URL(endpointUrl);
  if (domain !== host && !domain.startsWith(`${host}/`)) {
    throw new OriginError(`its origin ${domain} is not on this machine`);
  }
  const query = origin.query === "" ? "" : `?${origin.query}`;
  const path = encoded(`${domain.slice(host.length)}${target?.OriginPath ?? ""}${origin.uri}${query}`);
  const policy = originRequestPolicy(config.DefaultCacheBehavior?.OriginRequestPolicyId);
  const custom = (target?.CustomHeaders?.Items ?? []).map(
    (header) => [header.HeaderName ?? "", header.HeaderValue ?? ""] as const,
  );
  const overridden = new Set(custom.map(([name]) => name.toLowerCase()));
  const viewers = origin.headers.filter(([name]) => {
    if (overridden.has(name) || name === "host" || name === "content-length") return false;
    return policy?.forwardsHeaders === true || HANDSHAKE_HEADERS.test(name);
  });
  const forwardedFor = origin.headers.find(([name]) => name === "x-forwarded-for")?.[1];
  const own: (readonly [string, string])[] = [
    ["Host", policy?.forwardsHost === true ? (distribution.domainName.split("/")[0] ?? "") : host],
    ...(viewers.some(([name]) => name === "user-agent") ? [] : [["User-Agent", USER_AGENT] as const]),
    ["X-Forwarded-For", forwardedFor === undefined ? viewer.ip : `${forwardedFor}, ${viewer.ip}`],
    ["Via", VIA],
    ["X-Amz-Cf-Id", viewer.requestId],
    ...(viewer.upgrade
      ? ([
          ["Connection", "Upgrade"],
          ["Upgrade", "websocket"],
        ] as const)
      : []),
  ];
  const passed = viewers.filter(([name]) => name !== "x-forwarded-for" && name !== "via");
  const headers = [...own, ...passed.map(([name, value]) => [capitalised(name), value] as const), ...custom];
  return { host: hostname, port, path, headers: headers.flat() };
}

/** What a function may have put into the path or the query that no request line can have. */
function encoded(path: string): string {
  return path.toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}

/** Joins a viewer's WebSocket to the origin's, once the origin has accepted it. */
export function forwardUpgrade(call: OriginCall, viewer: { socket: Duplex; head: Buffer }): void {
  const outgoing = open(call, "GET");
  const { socket, head } = viewer;
  outgoing.on("upgrade", (answer, origin, first) => {
    socket.write(headOf(answer));
    if (first.length > 0) socket.write(first);
    if (head.length > 0) origin.write(head);
    socket.pipe(origin).pipe(socket);
    origin.on("error", () => socket.destroy());
    socket.on("error", () => origin.destroy());
    origin.on("close", () => socket.destroy());
    socket.on("close", () => origin.destroy());
  });
  outgoing.on("response", (answer) => {
    // The origin refused the handshake: its answer is the viewer's.
    socket.write(headOf(answer));
    answer.pipe(socket);
  });
  outgoing.on("error", () => socket.destroy());
  socket.on("close", () => outgoing.destroy());
  outgoing.end();
}

/** Passes a plain request on. */
export function forwardRequest(call: OriginCall, request: IncomingMessage, response: ServerResponse): void {
  const outgoing = open(call, request.method ?? "GET");
  outgoing.on("response", (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(response);
  });
  outgoing.on("error", () => response.destroy());
  request.pipe(outgoing);
}

function open({ host, port, path, headers }: OriginCall, method: string): ClientRequest {
  return httpRequest({ host, port, path, method, headers, setHost: false });
}

function headOf(answer: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage ?? ""}`];
  const raw = answer.rawHeaders;
  for (let index = 0; index + 1 < raw.length; index += 2) lines.push(`${raw[index]}: ${raw[index + 1]}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** Toward the origin each word of a header's name is capitalised: `ws-uri` → `Ws-Uri` (reference 002). */
function capitalised(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (match) => match.toUpperCase());
}
