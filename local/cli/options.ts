import { Command, InvalidArgumentError, Option } from "commander";
import { LOG_LEVELS, type LogLevel } from "../log.ts";

/** What the command line asked for. */
export interface CommandLine {
  readonly port: number;
  readonly config: Readonly<Record<string, string>>;
  readonly speed: number;
  readonly dataDir?: string;
  readonly outputs?: string;
  readonly logLevel: LogLevel;
  readonly providerPort?: number;
  readonly watch?: boolean;
}

/** What a command is called and does. */
interface Description {
  readonly name: string;
  readonly summary: string;
  /** Whether it deploys the program; the command that leaves this to the real CLI has no outputs to write. */
  readonly deploys: boolean;
}

/** Where the endpoint listens unless told otherwise. */
const DEFAULT_PORT = 4900;
const HIGHEST_PORT = 65_535;
const CONFIG_OF_PROGRAM = "a configuration value of Pulumi.yaml, or another namespace's; repeatable";
const CONFIG_OF_PROVIDER = "an option of the AWS provider, such as aws:region=eu-central-1; repeatable";

/**
 * Reads a command line; `--help` and mistakes end the process as commander does.
 *
 * @param argv as in `process.argv`.
 */
export function readCommandLine(argv: readonly string[], { name, summary, deploys }: Description): CommandLine {
  const command = new Command(name)
    .description(summary)
    .option("--port <number>", "the AWS endpoint's port; 0 takes any free one", port, DEFAULT_PORT)
    .addOption(
      new Option("--config <key=value>", deploys ? CONFIG_OF_PROGRAM : CONFIG_OF_PROVIDER)
        .argParser(config)
        .default({}, "none"),
    )
    .option("--speed <factor>", "how much faster than real time waits pass", speed, 1)
    .option("--data-dir <directory>", "keep everything here from run to run (default: in memory)", path)
    .option(
      "--provider-port <number>",
      "the port of the provider for the real Pulumi CLI (default: the next one)",
      port,
    )
    .addOption(
      new Option("--log-level <level>", "what the runtime says while it runs").choices(LOG_LEVELS).default("info"),
    )
    .showHelpAfterError("(--help lists the options)")
    .allowExcessArguments(false);
  if (deploys) {
    command.option("--outputs <file>", "write the stack's outputs here as JSON once connections are accepted", path);
    command.option("--watch", "deploy again, in place, whenever a file of the program is saved");
  }
  command.parse([...argv]);
  return command.opts<CommandLine>();
}

function port(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > HIGHEST_PORT) throw new InvalidArgumentError(`a port is 0 to ${HIGHEST_PORT}.`);
  return value;
}

function speed(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError("a factor is a number above 0.");
  return value;
}

/** A shell's variable that is not set leaves an empty text. */
function path(text: string): string {
  if (text === "") throw new InvalidArgumentError("a path is expected.");
  return text;
}

function config(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const at = text.indexOf("=");
  if (at <= 0) throw new InvalidArgumentError("KEY=VALUE is expected.");
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
