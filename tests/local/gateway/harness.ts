import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket } from "ws";
import { OWNER } from "../../../local/aws/caller.ts";
import { createRouter, type Guard, type Router } from "../../../local/aws/router.ts";
import { type BoundOperation, defineService, type Operation } from "../../../local/aws/service.ts";
import type { WireFormat } from "../../../local/aws/wire.ts";
import { type VirtualClock, virtualClock } from "../../../local/clock/virtual-clock.ts";
import type { Fetch } from "../../../local/gateway/integrations/http.ts";
import { createGatewayWith } from "../../../local/gateway/module.ts";
import { seededIds } from "../../../local/ids.ts";
import type { JsonObject } from "../../../local/json.ts";
import type { Log } from "../../../local/log.ts";
import type { Environment, Module } from "../../../local/module.ts";
import { memoryStorage, type Storage } from "../../../local/storage.ts";

export const SCOPE = { partition: "aws", region: "us-east-1", account: "000000000000" } as const;
export const ROLE = "arn:aws:iam::000000000000:role/gateway";
export const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:echo";
export const FUNCTION_URI = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`;

/** Lets everybody do everything, and every role be taken; `refused` lists actions that are not allowed. */
function permissiveGuard(refused: ReadonlySet<string>): Guard {
  return {
    authorize: (_caller, { action, resource }) =>
      refused.has(action)
        ? { allowed: false, message: `not authorized to perform: ${action} on resource: ${resource}`, hint: "" }
        : { allowed: true },
    assumeRole: ({ roleArn, sessionName }) => ({ kind: "role", roleArn, sessionName }),
    issueCredentials: () => ({ accessKeyId: "ASIA", secretAccessKey: "", sessionToken: "" }),
    resolveCredentials: (key) =>
      key === "ASIAROLE" ? { caller: { kind: "role", roleArn: ROLE, sessionName: "test" } } : undefined,
  };
}

type Answer = (
  input: JsonObject,
  call: { hold: { park<T>(promise: Promise<T>): Promise<T> } },
) => JsonObject | Promise<JsonObject>;

/** A service whose operations are given as functions. */
export interface FakeService {
  readonly id: string;
  readonly wire?: WireFormat;
  readonly operations: Readonly<Record<string, Answer>>;
}

const JSON_WIRE: WireFormat = { protocol: "json", version: "1.0", targetPrefix: "Fake", signingName: "fake" };

/** A gateway on a real port, with a clock, fakes behind it, and what its log said. */
export interface Harness {
  readonly clock: VirtualClock;
  readonly router: Router;
  readonly module: Module;
  readonly port: number;
  readonly url: string;
  readonly logged: string[];
  readonly refused: Set<string>;
  /** Calls that fakes got, in order. */
  readonly calls: { service: string; operation: string; input: JsonObject }[];
  control(operation: string, input: JsonObject): Promise<JsonObject>;
  stop(): Promise<void>;
}

export async function startGateway(
  fakes: readonly FakeService[] = [],
  options: { fetch?: Fetch; storage?: Storage; clock?: VirtualClock } = {},
): Promise<Harness> {
  const clock = options.clock ?? virtualClock();
  const logged: string[] = [];
  const write = (message: string): void => {
    logged.push(message);
  };
  const log: Log = { debug: write, info: write, warn: write, error: write };
  const ids = seededIds();
  const router = createRouter({ scope: SCOPE, clock, ids, log });
  const refused = new Set<string>();
  router.guardWith(permissiveGuard(refused));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const environment: Environment = {
    clock,
    ids,
    log,
    scope: SCOPE,
    storage: options.storage ?? memoryStorage(),
    aws: router,
    endpointUrl: `http://localhost:${port}`,
  };
  const calls: Harness["calls"] = [];
  for (const fake of fakes) router.register(fakeService(fake, calls));
  const module = createGatewayWith(environment, options.fetch ?? fetch);
  for (const service of module.services) router.register(service);
  server.on("request", (request, response) => {
    if (module.request?.(request, response) !== true) response.writeHead(404).end();
  });
  server.on("upgrade", (request, socket, head) => {
    if (module.upgrade?.(request, socket, head) !== true) socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
  });
  return {
    clock,
    router,
    module,
    port,
    url: `ws://127.0.0.1:${port}`,
    logged,
    refused,
    calls,
    control: (operation, input) => router.call("apigatewayv2", operation, input, { caller: OWNER }),
    stop: async () => {
      await module.stop?.();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function fakeService({ id, wire = JSON_WIRE, operations }: FakeService, calls: Harness["calls"]) {
  const bound = Object.entries(operations).map(
    ([name, answer]): Operation<null, JsonObject, JsonObject> => ({
      name,
      permissions: () => [{ action: `${id}:${name}`, resource: "*" }],
      run: (input, call) => {
        calls.push({ service: id, operation: name, input });
        return answer(input, call);
      },
    }),
  );
  const service = defineService({ id, wire }, null, bound);
  const operationsByName: ReadonlyMap<string, BoundOperation> = service.operations;
  return { ...service, operations: operationsByName };
}

/** One integration of a test API. */
export interface TestRoute {
  readonly key: string;
  readonly integration?: JsonObject;
  readonly responses?: readonly JsonObject[];
  /** Whether the route has a route response; it has unless told otherwise. */
  readonly answers?: boolean;
  readonly route?: JsonObject;
}

/** Makes an API with routes, deploys it, and answers its id. */
export async function deployApi(
  harness: Harness,
  routes: readonly TestRoute[],
  options: { stage?: JsonObject; models?: Readonly<Record<string, object>>; selection?: string } = {},
): Promise<{ apiId: string; url: string; deploymentId: string }> {
  const { control } = harness;
  const { ApiId } = await control("CreateApi", {
    Name: "test",
    ProtocolType: "WEBSOCKET",
    RouteSelectionExpression: options.selection ?? "$request.body.action",
  });
  for (const [Name, schema] of Object.entries(options.models ?? {})) {
    await control("CreateModel", {
      ApiId: String(ApiId),
      Name,
      ContentType: "application/json",
      Schema: JSON.stringify(schema),
    });
  }
  for (const one of routes) await addRoute(harness, String(ApiId), one);
  const { DeploymentId } = await control("CreateDeployment", { ApiId: String(ApiId) });
  await control("CreateStage", {
    ApiId: String(ApiId),
    StageName: "dev",
    ...(options.stage?.["AutoDeploy"] === true ? {} : { DeploymentId: String(DeploymentId) }),
    ...options.stage,
  });
  return { apiId: String(ApiId), url: `${harness.url}/${ApiId}/dev`, deploymentId: String(DeploymentId) };
}

async function addRoute({ control }: Harness, ApiId: string, one: TestRoute): Promise<void> {
  let Target = {};
  if (one.integration !== undefined) {
    const { IntegrationId } = await control("CreateIntegration", { ApiId, ...one.integration });
    Target = { Target: `integrations/${IntegrationId}` };
    for (const response of one.responses ?? []) {
      await control("CreateIntegrationResponse", { ApiId, IntegrationId: String(IntegrationId), ...response });
    }
  }
  const { RouteId } = await control("CreateRoute", { ApiId, RouteKey: one.key, ...Target, ...one.route });
  if (one.answers !== false) {
    await control("CreateRouteResponse", { ApiId, RouteId: String(RouteId), RouteResponseKey: "$default" });
  }
}

/** A MOCK integration that answers `body`, or nothing. */
export function mockRoute(key: string, body?: string, more: Partial<TestRoute> = {}): TestRoute {
  return {
    key,
    integration: { IntegrationType: "MOCK", RequestTemplates: { "application/json": '{"statusCode":200}' } },
    responses: [
      { IntegrationResponseKey: "$default", ...(body === undefined ? {} : { ResponseTemplates: { $default: body } }) },
    ],
    ...more,
  };
}

/** An AWS integration with one catch-all response. */
export function serviceRoute(key: string, target: string, template: string, more: JsonObject = {}): TestRoute {
  return {
    key,
    integration: {
      IntegrationType: "AWS",
      IntegrationMethod: "POST",
      IntegrationUri: `arn:aws:apigateway:us-east-1:${target}`,
      CredentialsArn: ROLE,
      RequestTemplates: { "application/json": template },
      ...more,
    },
    responses: [{ IntegrationResponseKey: "$default" }],
  };
}

export const LAMBDA_ROUTE = {
  integration: { IntegrationType: "AWS_PROXY", IntegrationMethod: "POST", IntegrationUri: FUNCTION_URI },
} as const;

/** A Lambda service whose function is `handler`; what it throws is a function error, and what it awaits takes time. */
export function fakeLambda(handler: (event: JsonObject) => unknown): FakeService {
  return {
    id: "lambda",
    operations: {
      Invoke: async ({ Payload }, call) => {
        const event: JsonObject = JSON.parse(Buffer.from(String(Payload), "base64").toString("utf8"));
        try {
          const result = (await call.hold.park(Promise.resolve(handler(event)))) ?? null;
          return { StatusCode: 200, Payload: Buffer.from(JSON.stringify(result)).toString("base64") };
        } catch (error) {
          const answer = { errorMessage: error instanceof Error ? error.message : String(error), errorType: "Error" };
          return {
            StatusCode: 200,
            FunctionError: "Unhandled",
            Payload: Buffer.from(JSON.stringify(answer)).toString("base64"),
          };
        }
      },
    },
  };
}

/** A client that keeps what it gets. */
export interface Client {
  readonly socket: WebSocket;
  /** The next frame, in order of arrival. */
  next(): Promise<string>;
  readonly closed: Promise<{ code: number; reason: string }>;
}

/** Connects, or rejects with the handshake's status as message. */
export function connect(
  url: string,
  options: { headers?: Record<string, string>; protocols?: string[] } = {},
): Promise<Client> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, options.protocols ?? [], {
      headers: options.headers ?? {},
      perMessageDeflate: false,
    });
    const frames: string[] = [];
    const waiting: ((frame: string) => void)[] = [];
    socket.on("message", (data: Buffer) => {
      const taker = waiting.shift();
      if (taker === undefined) frames.push(data.toString("utf8"));
      else taker(data.toString("utf8"));
    });
    const closed = new Promise<{ code: number; reason: string }>((done) => {
      socket.once("close", (code, reason) => done({ code, reason: reason.toString("utf8") }));
    });
    const next = (): Promise<string> => {
      const frame = frames.shift();
      return frame === undefined ? new Promise((take) => waiting.push(take)) : Promise.resolve(frame);
    };
    socket.once("open", () => resolve({ socket, next, closed }));
    socket.once("unexpected-response", (_request, response) => {
      response.resume();
      reject(new Error(String(response.statusCode)));
    });
    socket.once("error", reject);
  });
}

/** Sends a frame and awaits the next one that comes. */
export function ask(client: Client, frame: string | object): Promise<string> {
  client.socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
  return client.next();
}
