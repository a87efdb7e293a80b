import { setTimeout as pause } from "node:timers/promises";
import { AwsClient } from "../aws-client.ts";
import type { Figure } from "../figure.ts";
import { oneAfterAnother } from "../load.ts";
import { percentile, rounded } from "../statistics.ts";
import { startSystem } from "../system.ts";
import { Machines } from "./executions.ts";

const LOOPS = 4;
const REQUESTS = 400;
/** The heap is compacted once, soon after the start (`local/cli/settle.ts`): that pause is nobody's runaway. Milliseconds. */
const SETTLED = 1500;

/** Cycles without a wait; AWS's limit of 25,000 events ends each execution. */
const ENDLESS = {
  StartAt: "A",
  States: {
    A: { Type: "Pass", Next: "B" },
    B: { Type: "Choice", Choices: [{ Variable: "$.done", IsPresent: true, Next: "C" }], Default: "A" },
    C: { Type: "Succeed" },
  },
};
/** An expression that never ends, until its budget does. */
const RUNAWAY_EXPRESSION = {
  QueryLanguage: "JSONata",
  StartAt: "A",
  States: { A: { Type: "Pass", Output: "{% ($f := function($n) { $f($n + 1) }; $f(0)) %}", End: true } },
};

/** One call of a function that compares each of many with each, for hours. */
const ENDLESS_CALL = {
  QueryLanguage: "JSONata",
  StartAt: "A",
  States: { A: { Type: "Pass", Output: "{% $count($distinct([1..800000])) %}", End: true } },
};
/** A regular expression that tries every way to divide a text. */
const ENDLESS_MATCH = {
  QueryLanguage: "JSONata",
  StartAt: "A",
  States: { A: { Type: "Pass", Output: "{% $match($pad('', 40, 'a') & '!', /^(a+)+$/) %}", End: true } },
};

/** How long others wait while state machines run away. */
export async function runaway(): Promise<readonly Figure[]> {
  const system = await startSystem();
  await pause(SETTLED);
  const client = new AwsClient(system.url);
  const machines = new Machines(client);
  const look = (): Promise<unknown> => client.call("AWSStepFunctions.ListActivities", { maxResults: 1 });
  const figures: Figure[] = [];
  for (const [name, definition] of [
    ["endless cycles", ENDLESS],
    ["endless expressions", RUNAWAY_EXPRESSION],
    ["endless calls", ENDLESS_CALL],
    ["endless matches", ENDLESS_MATCH],
  ] as const) {
    const stateMachineArn = await machines.create(`bench-${name.replaceAll(" ", "-")}`, definition);
    let stop = false;
    const looping = Promise.all(
      Array.from({ length: LOOPS }, async () => {
        while (!stop) {
          const { executionArn } = await client.call("AWSStepFunctions.StartExecution", { stateMachineArn });
          await overOrStopped(client, String(executionArn), () => stop);
        }
      }),
    );
    const took = await oneAfterAnother(REQUESTS, look);
    stop = true;
    await looping;
    figures.push(
      { name: `a request beside ${LOOPS} ${name}, p50`, value: rounded(percentile(took, 0.5)), unit: "ms" },
      { name: `a request beside ${LOOPS} ${name}, longest`, value: rounded(Math.max(...took)), unit: "ms" },
    );
  }
  client.close();
  await system.stop();
  return figures;
}

async function overOrStopped(client: AwsClient, executionArn: string, isOver: () => boolean): Promise<void> {
  for (;;) {
    const { status } = await client.call("AWSStepFunctions.DescribeExecution", { executionArn });
    if (status !== "RUNNING" || isOver()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
