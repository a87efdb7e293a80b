import type { Integration } from "@aws-sdk/client-apigatewayv2";
import type { Wire } from "../../json.ts";
import type { Exchange } from "../exchange.ts";
import { Failure } from "../failure.ts";
import type { Backend, BackendReply, BackendRequest } from "./backend.ts";

/** How HTTP backends are reached; tests bring their own. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** HTTP and HTTP_PROXY: any web server. */
export function httpBackend(integration: Wire<Integration>, fetchUrl: Fetch): Backend {
  const method = integration.IntegrationMethod ?? "POST";
  return async (request, exchange) => {
    const url = urlOf(integration.IntegrationUri ?? "", request);
    const withBody = method !== "GET" && method !== "HEAD" && request.body !== "";
    try {
      const response = await fetchUrl(url, {
        method: method === "ANY" ? "POST" : method,
        headers: { ...gatewayHeaders(exchange), ...request.headers },
        redirect: "manual",
        ...(withBody ? { body: request.bytes ?? request.body } : {}),
      });
      return await replyOf(response, integration.IntegrationType === "HTTP_PROXY");
    } catch (error) {
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      throw new Failure("badGateway", `${method} ${url} failed: ${String(cause)}`);
    }
  };
}

function urlOf(uri: string, { path, query }: BackendRequest): string {
  const filled = uri.replace(/\{([^}]+)\}/g, (token, name: string) => {
    const value = path[name];
    return value === undefined ? token : encodeURIComponent(value);
  });
  const search = new URLSearchParams(query).toString();
  if (search === "") return filled;
  return `${filled}${filled.includes("?") ? "&" : "?"}${search}`;
}

/** What API Gateway sends along on `$connect` (stackoverflow.com/q/67640010). */
function gatewayHeaders(exchange: Exchange): Readonly<Record<string, string>> {
  const { connection, stage, handshake } = exchange;
  const own = {
    "User-Agent": `AmazonAPIGateway_${connection.apiId}`,
    "x-amzn-apigateway-api-id": connection.apiId,
    "Content-Type": "application/json",
  };
  if (handshake === undefined) return own;
  const client = [...handshake.parameters.header].filter(([name]) => !NOT_FORWARDED.has(name.toLowerCase()));
  const context = { stage: connection.stage, domainName: stage.domainName, connectionId: connection.id };
  return { ...Object.fromEntries(client.map(([name, value]) => [name, String(value)])), ...own, ...context };
}

const NOT_FORWARDED = new Set(["host", "connection", "upgrade", "content-length", "transfer-encoding", "user-agent"]);

async function replyOf(response: Response, isProxy: boolean): Promise<BackendReply> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const headers = Object.fromEntries(response.headers);
  const reply = { status: response.status, body: bytes.toString("utf8"), bytes, headers };
  if (!isProxy) return reply;
  // The body has been decoded on its way.
  return { ...reply, proxied: [...response.headers].filter(([name]) => name !== "content-encoding") };
}
