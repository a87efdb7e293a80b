import { StateMachine } from "aws-local-stepfunctions";
import { type Execution, startExecution } from "../../local/asl/execution.ts";
import { History } from "../../local/asl/history.ts";
import type { Host } from "../../local/asl/host.ts";
import { compileMachine, type Machine } from "../../local/asl/machine.ts";
import { Scheduler } from "../../local/asl/scheduler.ts";
import { realClock } from "../../local/clock/real-clock.ts";
import { randomIds } from "../../local/ids.ts";
import type { Json, JsonObject } from "../../local/json.ts";

/** What the interpreter does in process, beside the library aws-local-stepfunctions in the same run. */
export interface TransitionFigures {
  /** A counter loop with States.MathAdd and a Choice: transitions per second, median of the rounds. */
  readonly loop: {
    readonly transitions: number;
    readonly ours: number;
    readonly library: number;
    readonly ratio: number;
  };
  /** Completed executions of three states per second, 16 at once. */
  readonly threeStates: { readonly ours: number; readonly library: number; readonly ratio: number };
  /** Resident memory of executions that wait, all histories kept. */
  readonly waiting: { readonly executions: number; readonly mebibytes: number };
}

const ROUNDS = 3;
const LOOPS = 1000;
const WAITING = 10_000;
/** Executions that are run first, uncounted: both interpreters are measured as a running system has them. */
const WARM_UP = 200;

const three: JsonObject = {
  StartAt: "A",
  States: {
    A: { Type: "Pass", Result: { ok: true }, ResultPath: "$.a", Next: "B" },
    B: { Type: "Choice", Choices: [{ Variable: "$.n", NumericGreaterThanEquals: 0, Next: "C" }], Default: "A" },
    C: { Type: "Pass", End: true },
  },
};
const loop: JsonObject = {
  StartAt: "Init",
  States: {
    Init: { Type: "Pass", Result: { i: 0 }, Next: "Inc" },
    Inc: { Type: "Pass", Parameters: { "i.$": "States.MathAdd($.i, 1)" }, Next: "Check" },
    Check: { Type: "Choice", Choices: [{ Variable: "$.i", NumericLessThan: LOOPS, Next: "Inc" }], Default: "Done" },
    Done: { Type: "Pass", End: true },
  },
};
const wait: JsonObject = { StartAt: "W", States: { W: { Type: "Wait", Seconds: 3600, End: true } } };

const clock = realClock();
const host: Host = {
  clock,
  ids: randomIds(),
  scheduler: new Scheduler(setImmediate),
  runTask: async ({ parameters }) => parameters,
  mapRunStarted: () => undefined,
  startChild: () => {
    throw new Error("The benchmark has no distributed Maps");
  },
};

interface Ran {
  readonly execution: Execution;
  readonly history: History;
}

function run(machine: Machine, input: Json): Ran {
  const history = History.of("STANDARD", clock);
  const name = host.ids.uuid();
  const execution = startExecution(machine, {
    input,
    host,
    identity: {
      executionArn: `arn:aws:states:us-east-1:000000000000:execution:Bench:${name}`,
      name,
      roleArn: "arn:aws:iam::000000000000:role/bench",
      startTime: clock.now(),
      stateMachineArn: "arn:aws:states:us-east-1:000000000000:stateMachine:Bench",
      stateMachineName: "Bench",
      redriveCount: 0,
    },
    type: "STANDARD",
    history,
  });
  return { execution, history };
}

/** Measures; takes about a second. Throws where a result or a history is not what it must be. */
export async function benchTransitions(): Promise<TransitionFigures> {
  return { loop: await benchLoop(), threeStates: await benchThreeStates(), waiting: await benchWaiting() };
}

async function benchLoop(): Promise<TransitionFigures["loop"]> {
  const transitions = 2 * LOOPS + 2;
  const machine = compileMachine(loop);
  const library = new StateMachine(asLibrary(loop));
  const perSecond = async (once: () => Promise<unknown>): Promise<number> => {
    await once();
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const started = performance.now();
      expectEqual(await once(), { i: LOOPS });
      times.push(performance.now() - started);
    }
    return Math.round((transitions / median(times)) * 1000);
  };
  const ours = await perSecond(async () => {
    const { execution, history } = run(machine, {});
    const outcome = await execution.done;
    if (history.length !== 2 * transitions + 2) throw new Error(`${history.length} events`);
    return outcome.status === "SUCCEEDED" ? outcome.output : outcome;
  });
  const theirs = await perSecond(() => library.run({}).result);
  return { transitions, ours, library: theirs, ratio: ratio(ours, theirs) };
}

async function benchThreeStates(): Promise<TransitionFigures["threeStates"]> {
  const machine = compileMachine(three);
  const library = new StateMachine(asLibrary(three));
  const perSecond = async (count: number, once: (n: number) => Promise<unknown>): Promise<number> => {
    for (let n = 0; n < WARM_UP; n++) await once(n);
    let next = 0;
    const started = performance.now();
    const client = async (): Promise<void> => {
      for (let n = next++; n < count; n = next++) expectEqual(await once(n), { n, a: { ok: true } });
    };
    await Promise.all(Array.from({ length: 16 }, client));
    return Math.round((count / (performance.now() - started)) * 1000);
  };
  const ours = await perSecond(20_000, async (n) => {
    const outcome = await run(machine, { n }).execution.done;
    return outcome.status === "SUCCEEDED" ? outcome.output : outcome;
  });
  const theirs = await perSecond(2_000, (n) => library.run({ n }).result);
  return { ours, library: theirs, ratio: ratio(ours, theirs) };
}

async function benchWaiting(): Promise<TransitionFigures["waiting"]> {
  const machine = compileMachine(wait);
  const before = process.memoryUsage().rss;
  const running = Array.from({ length: WAITING }, (_, n) => run(machine, { order: n, note: `order number ${n}` }));
  await new Promise((resolve) => setImmediate(resolve));
  const mebibytes = Math.round((process.memoryUsage().rss - before) / 2 ** 20);
  for (const { execution } of running) execution.stop();
  return { executions: WAITING, mebibytes };
}

/** The library's types know only literals. */
function asLibrary(definition: JsonObject): ConstructorParameters<typeof StateMachine>[0] {
  return definition as unknown as ConstructorParameters<typeof StateMachine>[0];
}

function expectEqual(found: unknown, expected: Json): void {
  if (JSON.stringify(sorted(found)) !== JSON.stringify(sorted(expected))) {
    throw new Error(`${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`);
  }
}

function sorted(value: unknown): unknown {
  return Object.entries(value ?? {}).sort(([one], [other]) => one.localeCompare(other));
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
}

function ratio(one: number, other: number): number {
  return Math.round((one / other) * 10) / 10;
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(await benchTransitions(), null, 2)}\n`);
