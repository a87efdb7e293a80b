import { AwsClient } from "../aws-client.ts";
import type { Figure } from "../figure.ts";
import { oneAfterAnother, together } from "../load.ts";
import { median, percentile, rounded } from "../statistics.ts";
import { type System, startSystem } from "../system.ts";

const CLIENTS = 16;
const SECONDS = 4;
const WAITING = 10_000;

const THREE_STATES = {
  StartAt: "A",
  States: {
    A: { Type: "Pass", Result: { ok: true }, ResultPath: "$.a", Next: "B" },
    B: { Type: "Choice", Choices: [{ Variable: "$.n", NumericGreaterThanEquals: 0, Next: "C" }], Default: "A" },
    C: { Type: "Pass", End: true },
  },
};
const ONE_STATE = { StartAt: "P", States: { P: { Type: "Pass", Result: { ok: true }, End: true } } };
const ONE_HOUR = { StartAt: "W", States: { W: { Type: "Wait", Seconds: 3600, End: true } } };

/** Step Functions over HTTP with keep-alive clients, full histories kept. */
export async function executions(): Promise<readonly Figure[]> {
  const system = await startSystem();
  const client = new AwsClient(system.url);
  const machines = new Machines(client);
  const figures = [...(await started(system, client, machines)), ...(await answered(client, machines))];
  figures.push(await small(system, client), await waiting(system, client, machines));
  client.close();
  await system.stop();
  return figures;
}

/** State machines of the benchmark's own, with a role that may be taken. */
export class Machines {
  readonly #client: AwsClient;

  constructor(client: AwsClient) {
    this.#client = client;
  }

  async create(name: string, definition: object, type = "STANDARD"): Promise<string> {
    const roleArn = await this.#anyRole();
    const input = { name, definition: JSON.stringify(definition), roleArn, type };
    const { stateMachineArn } = await this.#client.call("AWSStepFunctions.CreateStateMachine", input);
    return String(stateMachineArn);
  }

  /** That of a state machine that the program has made. */
  async #anyRole(): Promise<string> {
    const { stateMachines } = await this.#client.call("AWSStepFunctions.ListStateMachines", {});
    const [first] = stateMachines as readonly { readonly stateMachineArn: string }[];
    const { roleArn } = await this.#client.call("AWSStepFunctions.DescribeStateMachine", {
      stateMachineArn: first?.stateMachineArn,
    });
    return String(roleArn);
  }
}

async function started({ pid }: System, client: AwsClient, machines: Machines): Promise<Figure[]> {
  const stateMachineArn = await machines.create("bench-three-states", THREE_STATES);
  let count = 0;
  const clients = Array.from({ length: CLIENTS }, (_, index) => index);
  const begin = performance.now();
  const start = (): Promise<unknown> =>
    client.call("AWSStepFunctions.StartExecution", { stateMachineArn, input: `{"n":${count++}}` });
  const { perSecond, note } = await together(clients, SECONDS, start, pid);
  const seconds = (performance.now() - begin) / 1000;
  // They are over when none is running; the last ones have had no time to queue up if this is at once.
  for (;;) {
    const input = { stateMachineArn, statusFilter: "RUNNING", maxResults: 1 };
    const { executions: running } = await client.call("AWSStepFunctions.ListExecutions", input);
    if ((running as readonly unknown[]).length === 0) break;
  }
  const completed = (perSecond * seconds) / ((performance.now() - begin) / 1000);
  return [
    { name: `StartExecution, ${CLIENTS} clients`, value: Math.round(perSecond), unit: "/s", aim: "≥ 3000", note },
    { name: "completed executions of 3 states", value: Math.round(completed), unit: "/s", aim: "≥ 3000" },
  ];
}

async function answered(client: AwsClient, machines: Machines): Promise<Figure[]> {
  const stateMachineArn = await machines.create("bench-one-state", ONE_STATE, "EXPRESS");
  const took = await oneAfterAnother(1000, () =>
    client.call("AWSStepFunctions.StartSyncExecution", { stateMachineArn, input: "{}" }),
  );
  return [
    { name: "StartSyncExecution, p50", value: rounded(median(took)), unit: "ms", aim: "≤ 2 ms" },
    { name: "StartSyncExecution, p99", value: rounded(percentile(took, 0.99)), unit: "ms" },
  ];
}

async function small({ pid }: System, client: AwsClient): Promise<Figure> {
  const clients = Array.from({ length: CLIENTS }, (_, index) => index);
  const list = (): Promise<unknown> => client.call("AWSStepFunctions.ListActivities", { maxResults: 1 });
  const { perSecond, note } = await together(clients, SECONDS, list, pid);
  return { name: `small requests, ${CLIENTS} clients`, value: Math.round(perSecond), unit: "/s", aim: "≥ 6000", note };
}

async function waiting({ memory }: System, client: AwsClient, machines: Machines): Promise<Figure> {
  const stateMachineArn = await machines.create("bench-waiting", ONE_HOUR);
  const before = memory();
  let next = 0;
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      for (let n = next++; n < WAITING; n = next++) {
        await client.call("AWSStepFunctions.StartExecution", {
          stateMachineArn,
          input: JSON.stringify({ order: n, note: `order number ${n}` }),
        });
      }
    }),
  );
  const more = Math.round(memory() - before);
  return { name: `${WAITING} executions that wait`, value: more, unit: "MiB more", aim: "≤ 300 MiB" };
}
