import type { ClientRequest, IncomingMessage, RequestOptions } from "node:http";
import { registerHooks, syncBuiltinESMExports } from "node:module";
import { urlToHttpOptions } from "node:url";
import { isAwsHost } from "../../aws/aws-host.ts";

type SendRequest = (...args: readonly unknown[]) => ClientRequest;
type Listener = (response: IncomingMessage) => void;

/**
 * Sends what a handler sends to AWS (`*.amazonaws.com`) to the local endpoint instead, in this worker's realm only.
 *
 * SDK clients made without an endpoint follow `AWS_ENDPOINT_URL` and need none of this. But a handler that builds its
 * `@connections` client from `requestContext.domainName` and `stage`, as AWS's samples do, names a host that exists
 * only on AWS. Such a host names its API, so `https://{api}.execute-api.{region}.amazonaws.com/{stage}/…` becomes
 * `{endpoint}/{api}/{stage}/…`; any other host is told apart by the request's signature, as on AWS's own paths.
 */
export function redirectAws(endpointUrl: string): void {
  const endpoint = new URL(endpointUrl);
  redirectFetch(endpoint);
  let redirected = false;
  // Node's HTTP modules are large: they are loaded, and changed, when the handler's code first asks for one.
  registerHooks({
    resolve: (specifier, context, next) => {
      if (!redirected && /^(node:)?https?$/.test(specifier)) {
        redirected = true;
        redirectHttp(endpoint);
      }
      return next(specifier, context);
    },
  });
}

function redirectHttp(endpoint: URL): void {
  const http = process.getBuiltinModule("node:http");
  const https = process.getBuiltinModule("node:https");
  const agent = new http.Agent({ keepAlive: true });
  const plain = http.request as unknown as SendRequest;
  for (const module of [http, https]) {
    const original = module.request as unknown as SendRequest;
    const request = (...args: readonly unknown[]): ClientRequest => {
      const { options, listener } = normalise(args);
      const host = hostOf(options);
      if (!isAwsHost(host)) return original(...args);
      const { servername: _, ...rest } = options as RequestOptions & { servername?: string };
      const moved = {
        ...rest,
        ...{ protocol: "http:", hostname: endpoint.hostname, host: endpoint.hostname, port: endpoint.port, agent },
        path: localPath(host, options.path ?? "/"),
        headers: withoutHost(options.headers),
      };
      return listener === undefined ? plain(moved) : plain(moved, listener);
    };
    const get = (...args: readonly unknown[]): ClientRequest => {
      const sent = request(...args);
      sent.end();
      return sent;
    };
    Object.assign(module, { request, get });
  }
  syncBuiltinESMExports();
}

function redirectFetch(endpoint: URL): void {
  const original = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!isAwsHost(url.hostname)) return original(input, init);
    const moved = new URL(localPath(url.hostname, url.pathname + url.search), endpoint);
    return original(input instanceof Request ? new Request(moved, input) : moved, init);
  };
}

function normalise(args: readonly unknown[]): { options: RequestOptions; listener: Listener | undefined } {
  const [first, second] = args;
  const listener = args.find((arg) => typeof arg === "function") as Listener | undefined;
  const more = typeof second === "object" && second !== null ? (second as RequestOptions) : {};
  if (typeof first === "string" || first instanceof URL) {
    return { options: { ...urlToHttpOptions(new URL(first)), ...more } as RequestOptions, listener };
  }
  return { options: (first ?? {}) as RequestOptions, listener };
}

function hostOf(options: RequestOptions): string {
  return (options.hostname ?? options.host ?? "").replace(/:\d+$/, "");
}

function localPath(host: string, path: string): string {
  const api = /^([a-z0-9]+)\.execute-api\./i.exec(host)?.[1];
  return api === undefined ? path : `/${api.toLowerCase()}${path}`;
}

/** The header of a host that was not called would mislead; Node sets the right one. */
function withoutHost(headers: RequestOptions["headers"]): RequestOptions["headers"] {
  if (headers === undefined || Array.isArray(headers)) return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== "host"));
}
