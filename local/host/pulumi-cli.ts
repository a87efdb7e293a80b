import { ProjectError } from "../engine/project.ts";
import { COMMANDS } from "./commands/all.ts";
import { Arguments, type Command, CommandContext, type Terminal } from "./commands/command.ts";
import { EXIT, type ExitCode, Refusal } from "./refusal.ts";

/** The CLI whose command lines and event log these are: those of the recordings in `pulumi-engine/`. */
export const ANSWERED_VERSION = "3.259.0";

/**
 * Answers one command line of the Pulumi CLI by the embedded engine.
 *
 * @param words the command line without the executable.
 * @returns the exit code that the CLI would end with.
 */
export async function pulumi(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  if (words[0] === "version" || words[0] === "--version") {
    terminal.out(`${ANSWERED_VERSION}\n`);
    return EXIT.success;
  }
  try {
    const { command, rest } = find(words);
    const args = Arguments.read(rest, command.options, command.name);
    return await command.run(new CommandContext(terminal), args);
  } catch (error) {
    if (error instanceof Refusal) {
      terminal.error(`error: ${error.message}\n`);
      return error.exitCode;
    }
    if (error instanceof ProjectError) {
      terminal.error(`error: ${error.message}\n`);
      return EXIT.usage;
    }
    throw error;
  }
}

/** The command with the most words that the line begins with. */
function find(words: readonly string[]): { command: Command; rest: readonly string[] } {
  for (let length = 3; length > 0; length--) {
    const name = words.slice(0, length).join(" ");
    const command = COMMANDS.find((each) => each.name === name);
    if (command !== undefined) return { command, rest: words.slice(length) };
  }
  const name = words
    .filter((word) => !word.startsWith("-"))
    .slice(0, 2)
    .join(" ");
  throw new Refusal(
    `the embedded engine does not serve \`pulumi ${name}\`: it serves ${COMMANDS.map((each) => each.name).join(", ")}; ` +
      "install the Pulumi CLI for the rest (https://www.pulumi.com/docs/install/)",
    EXIT.usage,
  );
}
