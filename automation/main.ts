import { setTimeout as pause } from "node:timers/promises";
import { Command, CommanderError } from "commander";
import { addDestroy } from "./commands/destroy.ts";
import { addList } from "./commands/list.ts";
import { addOutputs } from "./commands/outputs.ts";
import { addPreview } from "./commands/preview.ts";
import { addSweep } from "./commands/sweep.ts";
import { addTest } from "./commands/test.ts";
import { addUp } from "./commands/up.ts";
import { EXIT, EXIT_CODES_HELP, type ExitCode } from "./exit-codes.ts";
import { failureOf } from "./failures.ts";
import { exitCodeOfSignal, Interrupted, watchSignals } from "./interruption.ts";
import type { Surface } from "./run-context.ts";

/**
 * `npm run stack -- VERB`: ephemeral stacks through the Automation API.
 *
 * @param argv as in `process.argv`.
 * @returns the process's exit code; the process is never ended in the middle.
 */
export function main(argv: readonly string[]): Promise<ExitCode> {
  return run(argv.slice(2), surfaceOfProcess());
}

/**
 * Carries out one command line.
 *
 * @param words without the executable and the script.
 */
export async function run(words: readonly string[], surface: Surface): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.success;
  const program = new Command("npm run stack --")
    .description("Ephemeral stacks of this project, on AWS or (--local) on this machine.")
    .addHelpText("after", EXIT_CODES_HELP)
    .showHelpAfterError("(--help lists the options)")
    .configureOutput({ writeOut: surface.out, writeErr: surface.error })
    .exitOverride();
  for (const add of [addUp, addPreview, addOutputs, addTest, addDestroy, addList, addSweep]) {
    add(program, surface, (code) => {
      exitCode = code;
    });
  }
  for (const command of program.commands) command.addHelpText("after", EXIT_CODES_HELP).allowExcessArguments(false);
  try {
    await program.parseAsync([...words], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.success : EXIT.other;
    const { message, lastWords, exitCode: failed } = failureOf(error, EXIT.other);
    const wasEnded = surface.interruption.signal.aborted && failed !== EXIT.cleanup;
    // What an interruption brought about is no failure of its own.
    const failure = wasEnded && !(error instanceof Interrupted) ? "Interrupted." : message;
    const code = wasEnded ? exitCodeOfSignal(surface.interruption) : failed;
    const isJson = program.commands.some((command) => command.opts()["json"] === true);
    if (isJson) surface.error(`${JSON.stringify({ failure, exitCode: code })}\n`);
    else surface.error(`${failure === message ? lastWords : failure}\n`);
    return code;
  }
}

function surfaceOfProcess(): Surface {
  // Whoever reads may go (`| head`, a closed terminal); nothing would be destroyed if that ended this process.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  const error = (text: string): void => {
    process.stderr.write(text);
  };
  return {
    environment: process.env,
    interruption: watchSignals(process.stdin.isTTY === true, (text) => error(`${text}\n`)),
    isTerminal: process.stderr.isTTY === true,
    columns: process.stderr.columns ?? 80,
    out: (text) => process.stdout.write(text),
    error,
    now: () => new Date(),
    pause: (milliseconds) => pause(milliseconds, undefined),
  };
}
