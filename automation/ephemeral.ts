import { destroyStack } from "./destroy-stack.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { Failure, failureOf, isLocked } from "./failures.ts";
import { exitCodeOfSignal, goOn, Interrupted, type Interruption } from "./interruption.ts";
import type { Progress } from "./progress.ts";
import { refuseOthers } from "./refuse-others.ts";
import type { Stack, Stacks } from "./stack.ts";

/** How the tests against a stack ended. */
export interface SuiteResult {
  readonly passed: boolean;
  /** Why not, in a sentence. */
  readonly reason?: string;
}

/** What one ephemeral life is made of. */
export interface EphemeralOptions {
  readonly stacks: Stacks;
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
  /** Keys of an earlier run that do not count any more. */
  readonly unset?: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Runs the tests against a stack with these outputs; ends them early when the signal says so. */
  readonly suite: (outputs: Readonly<Record<string, unknown>>, signal: AbortSignal) => Promise<SuiteResult>;
  readonly progress: Progress;
  readonly interruption: Interruption;
  /** The command that cleans up by hand. */
  readonly lastResort: string;
}

/** How it went. */
export interface EphemeralResult {
  readonly exitCode: ExitCode;
  /** Everything that went wrong, in order. */
  readonly failures: readonly string[];
  /** What of that is left to say to somebody who has followed the progress. */
  readonly lastWords: readonly string[];
}

/**
 * Makes a stack, tests it, and destroys it: whatever happens in between, be it a failure, a signal or a crash of the tests.
 */
export async function testEphemeral(options: EphemeralOptions): Promise<EphemeralResult> {
  const { stacks, name, interruption } = options;
  const failures: Failure[] = [];
  let isDeployed = false;
  let isOthers = false;
  try {
    const stack = await stage(EXIT.other, interruption, () => stacks.open(name));
    isOthers = true;
    await stage(EXIT.other, interruption, () => refuseOthers(stack));
    isOthers = false;
    await stage(EXIT.other, interruption, () => prepare(stack, options));
    await stage(EXIT.deployment, interruption, () => deploy(stack, options));
    isDeployed = true;
    const outputs = await stage(EXIT.deployment, interruption, () => stack.outputs());
    await stage(EXIT.tests, interruption, () => test(outputs, options));
  } catch (error) {
    const failure = failureOf(error, EXIT.other);
    if (isLocked(error)) {
      isOthers = true;
      const way = `Ending that run and destroying its stack: ${options.lastResort}`;
      const lastWords = `${failure.lastWords}\n${way}`;
      failures.push(new Failure(`${failure.message}\n${way}`, failure.exitCode, { lastWords }));
    } else if (!(error instanceof Interrupted)) failures.push(failure);
  }
  try {
    const { progress, lastResort } = options;
    // What another run is at work on stays, and what is not known to be ephemeral.
    if (!isOthers)
      await destroyStack({ stacks, name, progress, lastResort, needsRepair: !isDeployed, endsOthers: true });
  } catch (error) {
    failures.push(failureOf(error, EXIT.cleanup));
  }
  return {
    exitCode: exitCodeOf(failures, interruption),
    failures: failures.map(({ message }) => message),
    lastWords: failures.map(({ lastWords }) => lastWords),
  };
}

/** A failure of a stage has the stage's code; one that an interruption brought about is none. */
async function stage<T>(exitCode: ExitCode, interruption: Interruption, work: () => Promise<T>): Promise<T> {
  goOn(interruption);
  try {
    const result = await work();
    goOn(interruption);
    return result;
  } catch (error) {
    goOn(interruption);
    throw failureOf(error, exitCode);
  }
}

async function prepare(stack: Stack, { config, unset, tags }: EphemeralOptions): Promise<void> {
  // First: a stack whose run dies here is found by its expiry.
  await stack.tag(tags);
  await stack.configure(config, unset);
}

async function deploy(stack: Stack, { progress, interruption }: EphemeralOptions): Promise<void> {
  progress.stage(`Deploying ${stack.name}`);
  await progress.failingWithDiagnostics(`The deployment of ${stack.name}`, () =>
    stack.up({ onEvent: progress.onEvent, signal: interruption.forwarded }),
  );
}

async function test(
  outputs: Readonly<Record<string, unknown>>,
  { suite, progress, interruption, name }: EphemeralOptions,
): Promise<void> {
  progress.stage(`Testing ${name}`);
  const { passed, reason = "" } = await suite(outputs, interruption.signal);
  if (!passed) throw new Failure(`The tests against ${name} failed${reason === "" ? "" : `: ${reason}`}.`, EXIT.tests);
}

function exitCodeOf(failures: readonly Failure[], interruption: Interruption): ExitCode {
  const codes = failures.map(({ exitCode }) => exitCode);
  if (codes.includes(EXIT.cleanup)) return EXIT.cleanup;
  if (interruption.signal.aborted) return exitCodeOfSignal(interruption);
  return codes[0] ?? EXIT.success;
}
