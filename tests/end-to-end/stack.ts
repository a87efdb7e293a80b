import { readFileSync } from "node:fs";
import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { VirtualClock } from "../../local/clock/virtual-clock.ts";
import type { Runtime } from "../../local/runtime.ts";

/** The names of the stack's outputs: a contract with clients and with CI. */
export type OutputName =
  | "webSocketUrl"
  | "edgeUrl"
  | "connectionsUrl"
  | "sessionsTableName"
  | "ordersTableName"
  | "eventBusName"
  | "foodDeliveryArn"
  | "pizzaOrderArn"
  | "paymentArn"
  | "asyncHelloArn"
  | "syncHelloArn"
  | "prepareFoodActivityArn"
  | "findDeliveryPartnerActivityArn"
  | "deliveryStatusActivityArn"
  | "notificationTopicArn"
  | "notificationTestQueueUrl"
  | "paymentQueueUrl"
  | "awsEndpointUrl";

/** The stack under test, and the clients that speak to it as any user's would. */
export interface Stack {
  output(name: OutputName): string;
  /** Whether the outputs have it: some depend on the configuration. */
  has(name: OutputName): boolean;
  readonly dynamodb: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  readonly states: SFNClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly events: EventBridgeClient;
  readonly logs: CloudWatchLogsClient;
  readonly lambda: LambdaClient;
  readonly iam: IAMClient;
  readonly connections: ApiGatewayManagementApiClient;
  /** The local runtime; undefined for a stack that runs elsewhere. */
  readonly runtime: Runtime | undefined;
  /** What the local runtime has logged, at every level. */
  readonly lines: readonly string[];
  /** Lets time pass at once, deadlines included: only a local stack can. */
  pass(seconds: number): Promise<void>;
  /** A moment in which the stack may go on: real time elsewhere, a turn of the event loop here. */
  pause(): Promise<void>;
  stop(): Promise<void>;
}

/** The file with the outputs of a deployed stack (`npm start -- --outputs FILE`, `pulumi stack output --json`). */
const DEPLOYED = process.env["STACK_OUTPUTS"];

/** Whether the suite speaks to a stack that was deployed before, instead of one of its own. */
export const isDeployed = DEPLOYED !== undefined;

/**
 * Opens the stack: the one whose outputs `STACK_OUTPUTS` names, or a local one on a virtual clock.
 *
 * @param config the program's configuration; a deployed stack has its own.
 */
export async function openStack(config: Readonly<Record<string, string>> = {}): Promise<Stack> {
  if (DEPLOYED !== undefined) {
    const outputs = JSON.parse(readFileSync(DEPLOYED, "utf8")) as Readonly<Record<string, string>>;
    return stackOf(outputs, undefined);
  }
  const { start } = await import("../../local/runtime.ts");
  const { virtualClock } = await import("../../local/clock/virtual-clock.ts");
  const clock = virtualClock();
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const log = { debug: write, info: write, warn: write, error: write };
  const runtime = await start({ port: 0, clock, config, log });
  return stackOf(runtime.outputs as Readonly<Record<string, string>>, { runtime, clock, lines });
}

/** What a stack is on this machine. */
interface Local {
  readonly runtime: Runtime;
  readonly clock: VirtualClock;
  readonly lines: readonly string[];
}

function stackOf(outputs: Readonly<Record<string, string>>, here: Local | undefined): Stack {
  const { runtime, clock, lines = [] } = here ?? {};
  const has = (name: OutputName): boolean => typeof outputs[name] === "string" && outputs[name] !== "";
  const output = (name: OutputName): string => {
    const value = outputs[name];
    if (value === undefined) throw new Error(`the stack has no output ${name}`);
    return value;
  };
  const endpoint = outputs["awsEndpointUrl"];
  const local =
    endpoint === undefined
      ? {}
      : { endpoint, region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } };
  const credentials =
    endpoint === undefined
      ? {}
      : { region: "us-east-1", credentials: { accessKeyId: "local", secretAccessKey: "local" } };
  const clients = {
    dynamodb: new DynamoDBClient(local),
    streams: new DynamoDBStreamsClient(local),
    // Its host prefix "sync-" is for AWS's own hosts.
    states: new SFNClient({ ...local, disableHostPrefix: endpoint !== undefined }),
    sns: new SNSClient(local),
    sqs: new SQSClient(local),
    events: new EventBridgeClient(local),
    logs: new CloudWatchLogsClient(local),
    lambda: new LambdaClient(local),
    iam: new IAMClient(local),
    connections: new ApiGatewayManagementApiClient({ ...credentials, endpoint: output("connectionsUrl") }),
  };
  return {
    output,
    has,
    ...clients,
    runtime,
    lines,
    pass: async (seconds) => {
      if (clock === undefined) throw new Error("time passes by itself in a stack that runs elsewhere");
      await clock.advance(seconds * 1000);
    },
    pause: async () => {
      if (runtime === undefined) {
        const pause = endpoint === undefined ? PAUSE_ON_AWS : PAUSE_NEARBY;
        await new Promise((resolve) => setTimeout(resolve, pause));
        return;
      }
      for (let turn = 0; turn < QUIET_TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
    },
    stop: async () => {
      for (const client of Object.values(clients)) client.destroy();
      await runtime?.stop();
    },
  };
}

/** So long nobody asks anything, that the virtual clock may move on to the next wait. */
const QUIET_TURNS = 8;
/** Between two questions, in milliseconds: AWS limits how often one may ask; a runtime on this machine does not. */
const PAUSE_ON_AWS = 500;
const PAUSE_NEARBY = 20;
const TRIES_ON_AWS = 60;
const TRIES_NEARBY = 2000;

/** Asks until the answer is there: what AWS does soon after, rather than at once. */
export async function eventually<T>(stack: Stack, ask: () => Promise<T | undefined>, what: string): Promise<T> {
  const most = stack.runtime === undefined && !stack.has("awsEndpointUrl") ? TRIES_ON_AWS : TRIES_NEARBY;
  for (let tries = 0; tries < most; tries++) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await stack.pause();
  }
  throw new Error(`${what} did not come`);
}
