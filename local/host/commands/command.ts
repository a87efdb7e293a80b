import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { readProject } from "../../engine/project.ts";
import { EXIT, type ExitCode, Refusal } from "../refusal.ts";
import { passphraseOf, type SecretKey, unlock } from "../state/secrets.ts";
import type { StackFolder, StackRecord } from "../state/stack-folder.ts";
import { projectFolder, StateFolder } from "../state/state-folder.ts";
import type { Arguments, Options } from "./arguments.ts";

/** The process that a command runs in. */
export interface Terminal {
  readonly workingDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  out(text: string): void;
  error(text: string): void;
  /** Aborted by ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** Asks the person, where there is one. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
}

/** One command line of the Pulumi CLI. */
export interface Command {
  /** The words that it begins with: `stack tag set`. */
  readonly name: string;
  /** Those besides the `COMMON` ones. */
  readonly options: Options;
  /** How many words it takes that are no options; none without. */
  readonly words?: number;
  /** @returns the process's exit code. */
  run(context: CommandContext, args: Arguments): Promise<ExitCode>;
}

/** What commands work with. */
export class CommandContext {
  readonly terminal: Terminal;
  #project: string | undefined;
  #state: StateFolder | undefined;

  /** @param cwd where the command is to run, if not where the process does. */
  constructor(terminal: Terminal, cwd?: string) {
    const workingDirectory = cwd === undefined ? terminal.workingDirectory : resolve(terminal.workingDirectory, cwd);
    this.terminal = { ...terminal, workingDirectory };
  }

  /**
   * The folder of `Pulumi.yaml`.
   *
   * @throws Refusal when there is none.
   */
  get project(): string {
    this.#project ??= projectFolder(this.terminal.workingDirectory);
    return this.#project;
  }

  get state(): StateFolder {
    this.#state ??= StateFolder.of(this.terminal.environment, () => this.project);
    return this.#state;
  }

  /** Whether a stack is one of this project: an inline program has another folder each time. */
  owns({ project, projectName }: StackRecord): boolean {
    return projectName === undefined ? project === this.project : projectName === readProject(this.project).name;
  }

  /**
   * The stack that the command is about: `--stack`, else the selected one.
   *
   * @throws Refusal when there is none.
   */
  stack(args: Arguments, positional?: string): StackFolder {
    const { PULUMI_STACK: given } = this.terminal.environment;
    const name = positional ?? args.text("stack") ?? (given || this.state.selected);
    if (name === undefined) {
      throw new Refusal(
        "no stack selected: give one with --stack, or select one with `pulumi stack select`",
        EXIT.stackNotFound,
      );
    }
    const stack = this.state.existing(name);
    if (stack.hasDamagedAddress()) {
      this.terminal.error(
        `warning: ${stack.hostFile} was damaged and is replaced: the stack gets a new host where the old one is gone\n`,
      );
      rmSync(stack.hostFile, { force: true });
    }
    return stack;
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
