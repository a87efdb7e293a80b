import { type ParseArgsConfig, parseArgs } from "node:util";
import { EXIT, type ExitCode, Refusal } from "../refusal.ts";
import { passphraseOf, type SecretKey, unlock } from "../state/secrets.ts";
import type { StackFolder, StackRecord } from "../state/stack-folder.ts";
import { projectFolder, StateFolder } from "../state/state-folder.ts";

/** The process that a command runs in. */
export interface Terminal {
  readonly workingDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  out(text: string): void;
  error(text: string): void;
  /** Aborted by ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
}

/** The options that every command takes; those without effect here are accepted as the CLI accepts them. */
const COMMON = {
  stack: { type: "string", short: "s" },
  "non-interactive": { type: "boolean" },
  yes: { type: "boolean", short: "y" },
  color: { type: "string" },
  json: { type: "boolean", short: "j" },
  "show-secrets": { type: "boolean" },
} as const satisfies ParseArgsConfig["options"];

export type Options = NonNullable<ParseArgsConfig["options"]>;

/** A command line, read. */
export class Arguments {
  readonly positionals: readonly string[];
  readonly #values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

  private constructor(
    values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>,
    positionals: readonly string[],
  ) {
    this.#values = values;
    this.positionals = positionals;
  }

  /** @throws Refusal naming what the command does not take. */
  static read(words: readonly string[], options: Options, name: string): Arguments {
    try {
      const all = { ...COMMON, ...options };
      const { values, positionals } = parseArgs({ args: [...words], options: all, allowPositionals: true });
      return new Arguments(values, positionals);
    } catch (error) {
      const reason = error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error);
      throw new Refusal(`the embedded engine does not serve this \`pulumi ${name}\`: ${reason}`, EXIT.usage, {
        cause: error,
      });
    }
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === "string" ? value : undefined;
  }

  list(name: string): readonly string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
  }

  /** @throws Refusal when it is not there. */
  positional(index: number, what: string): string {
    const value = this.positionals[index];
    if (value === undefined) throw new Refusal(`${what} is missing`, EXIT.usage);
    return value;
  }
}

/** One command line of the Pulumi CLI. */
export interface Command {
  /** The words that it begins with: `stack tag set`. */
  readonly name: string;
  /** Those besides the {@link COMMON} ones. */
  readonly options: Options;
  /** @returns the process's exit code. */
  run(context: CommandContext, args: Arguments): Promise<ExitCode>;
}

/** What commands work with. */
export class CommandContext {
  readonly terminal: Terminal;
  /** The folder of `Pulumi.yaml`. */
  readonly project: string;
  readonly state: StateFolder;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
    this.project = projectFolder(terminal.workingDirectory);
    this.state = StateFolder.of(terminal.environment, this.project);
  }

  /**
   * The stack that the command is about: `--stack`, else the selected one.
   *
   * @throws Refusal when there is none.
   */
  stack(args: Arguments, positional?: string): StackFolder {
    const name = positional ?? args.text("stack") ?? this.state.selected;
    if (name === undefined) {
      throw new Refusal(
        "no stack selected: give one with --stack, or select one with `pulumi stack select`",
        EXIT.stackNotFound,
      );
    }
    return this.state.existing(name);
  }

  /** @throws Refusal when the passphrase is not there, or wrong. */
  key(record: StackRecord): SecretKey {
    return unlock(record.encryption, passphraseOf(this.terminal.environment));
  }

  /** Refuses a wrong passphrase even where nothing has to be decrypted, so that it is noticed before it is needed. */
  checkPassphrase(record: StackRecord): void {
    if (record.encryption !== undefined) this.key(record);
  }

  /** The configuration in clear text. */
  configuration(record: StackRecord): Record<string, string> {
    this.checkPassphrase(record);
    const secret = Object.values(record.config).some((value) => "secure" in value);
    const key = secret ? this.key(record) : undefined;
    return Object.fromEntries(
      Object.entries(record.config).map(([name, value]) => [
        name,
        "secure" in value ? (key?.decrypt(value.secure) ?? "") : value.value,
      ]),
    );
  }
}

/** JSON as the CLI prints it. */
export function printed(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
