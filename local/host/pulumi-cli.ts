import { ProjectError } from "../engine/project.ts";
import { COMMANDS } from "./commands/all.ts";
import { Arguments } from "./commands/arguments.ts";
import { type Command, CommandContext, type Terminal } from "./commands/command.ts";
import { usageOf, usageOfAll } from "./commands/usage.ts";
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
    const { before, line } = withoutLeadingOptions(words);
    if (line.length === 0 || line[0] === "help") {
      terminal.out(usageOfAll(COMMANDS));
      return EXIT.success;
    }
    const { command, rest } = find(line);
    const args = Arguments.read([...before, ...rest], command.options, command.name);
    if (args.flag("help")) {
      terminal.out(usageOf(command));
      return EXIT.success;
    }
    const [stray] = args.positionals.slice(command.words ?? 0);
    if (stray !== undefined) throw notServed(`${command.name} ${args.positionals.join(" ")}`);
    for (const note of args.notes()) terminal.error(`warning: ${note}\n`);
    return await command.run(new CommandContext(terminal, args.text("cwd")), args);
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

/** Options that stand before the command: `pulumi -C folder up`. */
function withoutLeadingOptions(words: readonly string[]): { before: readonly string[]; line: readonly string[] } {
  let at = 0;
  while (words[at]?.startsWith("-") === true) at += VALUED.has(words[at] ?? "") ? 2 : 1;
  return { before: words.slice(0, at), line: words.slice(at) };
}

/** Those of them with a value that follows. */
const VALUED: ReadonlySet<string> = new Set(["-C", "--cwd", "-s", "--stack", "--color", "-v", "--verbose"]);

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
  throw notServed(name);
}

function notServed(name: string): Refusal {
  return new Refusal(
    `the embedded engine does not serve \`pulumi ${name}\`: it serves ${COMMANDS.map((each) => each.name).join(", ")}; ` +
      "install the Pulumi CLI for the rest (https://www.pulumi.com/docs/install/)",
    EXIT.usage,
  );
}
