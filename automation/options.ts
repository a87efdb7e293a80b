import { type Command, InvalidArgumentError, Option } from "commander";
import { Failure } from "./failures.ts";
import { parseTtl } from "./lifetime.ts";
import { ENGINES } from "./pulumi-stacks.ts";

/** As Pulumi has it, without those that a command line takes for an option and a path for a folder. */
const STACK = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;

/** Gives a verb the options that all have. */
export function withCommonOptions(command: Command): Command {
  return command
    .option("--local", "on this machine, without an AWS account")
    .option("--json", "print the answer as JSON, and progress as lines of JSON on standard error")
    .option("--state <folder>", "where local stacks are kept (default: .data)")
    .addOption(
      new Option("--engine <engine>", "what runs local stacks: the Pulumi CLI where it is installed, or either")
        .choices(ENGINES)
        .default("auto"),
    );
}

/** For verbs about one stack. */
export function withStack(command: Command): Command {
  return command.option(
    "--stack <name>",
    "the stack (default: the one of this pull request, CI run or branch)",
    (text) => {
      if (!STACK.test(text))
        throw new InvalidArgumentError(
          "1 to 100 letters, digits, hyphens, underscores and periods, with no hyphen or period at the beginning.",
        );
      return text;
    },
  );
}

/** For verbs that deploy. */
export function withDeployOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--config <key=value>", "a configuration value of Pulumi.yaml, kept with the stack; repeatable")
        .argParser(config)
        .default({}, "none"),
    )
    .addOption(
      new Option("--unset <key>", "forget a configuration value that an earlier run gave; repeatable")
        .argParser(another)
        .default([], "none"),
    )
    .addOption(span("--ttl <time>", "how long the stack may live (90m, 2h, 1d) before a sweep takes it", "2h"))
    .option("--speed <factor>", "how much faster than real time a local stack's waits pass", speed);
}

function config(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const at = text.indexOf("=");
  if (at <= 0) throw new InvalidArgumentError("KEY=VALUE is expected.");
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}

function another(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

/** An option that is a time such as `90m`, in milliseconds; `--help` shows its default as one would type it. */
export function span(flags: string, description: string, usual: string): Option {
  return new Option(flags, description).argParser(time).default(parseTtl(usual), usual);
}

function time(text: string): number {
  try {
    return parseTtl(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Failure ? error.message : String(error));
  }
}

function speed(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError("a factor is a number above 0.");
  return value;
}
