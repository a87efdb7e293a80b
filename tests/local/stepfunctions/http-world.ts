import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { OWNER } from "../../../local/aws/caller.ts";
import type { Guard } from "../../../local/aws/router.ts";
import { type VirtualClock, virtualClock } from "../../../local/clock/virtual-clock.ts";
import { createEventsWith } from "../../../local/events/module.ts";
import { exchangeOverNetwork } from "../../../local/http-exchange.ts";
import type { JsonObject } from "../../../local/json.ts";
import { createStatesWith } from "../../../local/stepfunctions/module.ts";
import { type TestEnvironment, testEnvironment } from "../../support/environment.ts";

/** How the server answers. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
  /** The body as hexadecimal digits. */
  readonly bytes?: string;
  /** The body as a text so many times. */
  readonly repeat?: readonly [text: string, times: number];
}

/** A request as the server got it. */
export interface Received {
  readonly method: string;
  readonly url: string;
  /** As they were written, without Host. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

export const API_KEY: JsonObject = {
  AuthorizationType: "API_KEY",
  AuthParameters: { ApiKeyAuthParameters: { ApiKeyName: "x-key", ApiKeyValue: "k-secret" } },
};

/** Step Functions and EventBridge on a virtual clock, and a web server on this machine's loopback address. */
export class HttpWorld {
  readonly environment: TestEnvironment;
  /** The clock of the network. */
  readonly theirs: VirtualClock = virtualClock();
  readonly received: Received[] = [];
  /** Never answers when undefined. */
  reply: Reply | ((request: Received) => Reply) | undefined = {};
  readonly #server: Server;

  private constructor(guard: Guard | undefined) {
    this.environment = testEnvironment(guard === undefined ? {} : { guard });
    const outside = { exchange: exchangeOverNetwork, clock: this.theirs };
    this.environment.use((each) => createEventsWith(each, outside));
    this.environment.use((each) => createStatesWith(each, outside));
    this.#server = createServer(async (request, response) => {
      const received = await receivedOf(request);
      this.received.push(received);
      const reply = typeof this.reply === "function" ? this.reply(received) : this.reply;
      if (reply === undefined) return;
      const { status = 200, headers = {}, body = "", bytes, repeat } = reply;
      response.sendDate = false;
      response.writeHead(status, { Connection: "close", ...headers });
      response.end(bytes === undefined ? (repeat?.[0].repeat(repeat[1]) ?? body) : Buffer.from(bytes, "hex"));
    });
  }

  static async start(guard?: Guard): Promise<HttpWorld> {
    const world = new HttpWorld(guard);
    await new Promise<void>((resolve) => world.#server.listen(0, "127.0.0.1", resolve));
    return world;
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  call(service: string, operation: string, input: JsonObject): Promise<JsonObject> {
    return this.environment.aws.call(service, operation, input, { caller: OWNER });
  }

  states(operation: string, input: JsonObject): Promise<JsonObject> {
    return this.call("states", operation, input);
  }

  /** Makes the connection `shop` and answers its ARN. */
  async connect(connection: JsonObject = API_KEY): Promise<string> {
    const { ConnectionArn } = await this.call("events", "CreateConnection", { Name: "shop", ...connection });
    await this.environment.clock.idle();
    return String(ConnectionArn);
  }

  /** An HTTP Task with `<server>` and `<connection>` filled in, which has the connection unless it names another. */
  task(parameters: JsonObject, connectionArn: string, more: JsonObject = {}): JsonObject {
    const named = parameters["InvocationConfig"] ?? parameters["Authentication"];
    const Parameters = {
      ...parameters,
      ...(named === undefined ? { Authentication: { ConnectionArn: connectionArn } } : {}),
    };
    const state = { Type: "Task", Resource: "arn:aws:states:::http:invoke", Parameters, End: true, ...more };
    const text = JSON.stringify(state).replaceAll("<server>", this.url).replaceAll("<connection>", connectionArn);
    return JSON.parse(text) as JsonObject;
  }

  /** Runs the Task alone in a state machine and describes the execution. */
  async run(task: JsonObject, input: JsonObject = {}): Promise<JsonObject> {
    const definition = JSON.stringify({ StartAt: "Call", States: { Call: task } });
    const roleArn = "arn:aws:iam::000000000000:role/machine";
    const { stateMachineArn } = await this.states("CreateStateMachine", { name: "m", roleArn, definition });
    const start = { stateMachineArn: String(stateMachineArn), input: JSON.stringify(input) };
    const { executionArn } = await this.states("StartExecution", start);
    await this.environment.clock.idle();
    return this.states("DescribeExecution", { executionArn: String(executionArn) });
  }
}

async function receivedOf(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const { rawHeaders, method = "", url = "" } = request;
  const headers: [string, string][] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    if (name !== "Host") headers.push([name, rawHeaders[index + 1] ?? ""]);
  }
  return { method, url, headers, body: Buffer.concat(chunks).toString() };
}
