import { EXIT } from "./exit-codes.ts";
import { Failure, failureOf, isLocked } from "./failures.ts";
import type { Progress } from "./progress.ts";
import type { Stack, Stacks } from "./stack.ts";

/** What is to go, and who is told. */
export interface DestroyOptions {
  readonly stacks: Stacks;
  readonly name: string;
  readonly progress: Progress;
  /** The command that cleans up by hand. */
  readonly lastResort: string;
  /** Whether its last operation may have been cut off. */
  readonly needsRepair?: boolean;
  /** Whether another run that is at work on the stack is ended for it. */
  readonly endsOthers: boolean;
}

/** How often a stack's end is tried. Each time but the first it is repaired before. */
const ATTEMPTS = 3;

/**
 * Destroys and removes a stack. No signal ends this: what began to go must go.
 *
 * @returns whether there was one.
 * @throws Failure that says how to clean up by hand, when nothing helped.
 */
export async function destroyStack(options: DestroyOptions): Promise<boolean> {
  const { stacks, name, progress, lastResort, needsRepair = false, endsOthers } = options;
  let existed = false;
  let last: unknown;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      const stack = await stacks.find(name);
      if (stack === undefined) return existed;
      existed = true;
      if (attempt > 1 || needsRepair) {
        const trouble = await repair(stack, progress);
        // What refuses everything, such as a wrong passphrase, refuses the next attempt as well.
        if (trouble !== undefined && trouble === failureOf(last, EXIT.cleanup).message) break;
        if (trouble !== undefined) progress.warn(`The stack ${name} could not be repaired: ${trouble}`);
      }
      progress.stage(attempt === 1 ? `Destroying ${name}` : `Destroying ${name}, attempt ${attempt}`);
      await progress.failingWithDiagnostics(`Destroying ${name}`, () => stack.destroy({ onEvent: progress.onEvent }));
      await stack.remove();
      return true;
    } catch (error) {
      last = error;
      if (isLocked(error) && !endsOthers) {
        const { message } = failureOf(error, EXIT.cleanup);
        throw new Failure(
          `${message}. Ending that run and destroying all the same: ${lastResort} --cancel`,
          EXIT.cleanup,
        );
      }
    }
  }
  const { message, lastWords } = failureOf(last, EXIT.cleanup);
  const because = (reason: string): string =>
    `The stack ${name} could not be cleaned up: ${reason.replace(/\.$/, "")}. Clean up with: ${lastResort}`;
  throw new Failure(because(message), EXIT.cleanup, { lastWords: because(lastWords) });
}

/**
 * Settles what a cut-off operation left, as far as it can be; destroying shows whether it was enough.
 *
 * @returns what went wrong, if anything did.
 */
async function repair(stack: Stack, progress: Progress): Promise<string | undefined> {
  try {
    for (const urn of await stack.repair()) {
      progress.warn(
        `${urn} may exist although its creation was cut off: \`npm run stack -- sweep\` finds it by its tags.`,
      );
    }
    return undefined;
  } catch (error) {
    return failureOf(error, EXIT.cleanup).message;
  }
}
