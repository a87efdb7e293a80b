import { type ParseArgsConfig, parseArgs } from "node:util";
import { EXIT, Refusal } from "../refusal.ts";

export type Options = NonNullable<ParseArgsConfig["options"]>;

/** The options that every command takes; those without effect here are accepted as the CLI accepts them. */
export const COMMON = {
  stack: { type: "string", short: "s" },
  "non-interactive": { type: "boolean" },
  yes: { type: "boolean", short: "y" },
  color: { type: "string" },
  json: { type: "boolean", short: "j" },
  "show-secrets": { type: "boolean" },
  cwd: { type: "string", short: "C" },
  help: { type: "boolean", short: "h" },
  // How the CLI itself logs and prints; there is no such log here.
  emoji: { type: "boolean", short: "e" },
  logflow: { type: "boolean" },
  logtostderr: { type: "boolean" },
  verbose: { type: "string", short: "v" },
  "disable-integrity-checking": { type: "boolean" },
  "fully-qualify-stack-names": { type: "boolean" },
} as const satisfies Options;

type Value = string | boolean | (string | boolean)[] | undefined;

/** A command line, read. */
export class Arguments {
  readonly positionals: readonly string[];
  readonly #values: Readonly<Record<string, Value>>;

  private constructor(values: Readonly<Record<string, Value>>, positionals: readonly string[]) {
    this.#values = values;
    this.positionals = positionals;
  }

  /** @throws Refusal naming what the command does not take. */
  static read(words: readonly string[], options: Options, name: string): Arguments {
    try {
      const all: Options = { ...COMMON, ...options };
      const { rest, flags } = flagsWithValues(words, all);
      const { values, positionals } = parseArgs({ args: rest, options: all, allowPositionals: true });
      return new Arguments({ ...values, ...flags }, positionals);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const reason = error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error);
      throw new Refusal(`the embedded engine does not serve this \`pulumi ${name}\`: ${reason}`, EXIT.usage, {
        cause: error,
      });
    }
  }

  /** @param unsaid what holds where the command line says nothing. */
  flag(name: string, unsaid = false): boolean {
    const value = this.#values[name];
    return typeof value === "boolean" ? value : unsaid;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === "string" ? value : undefined;
  }

  /**
   * @param unsaid what holds where the command line says nothing.
   * @throws Refusal when it is no whole number above 0.
   */
  count(name: string, unsaid: number): number {
    const text = this.text(name);
    if (text === undefined) return unsaid;
    if (!/^[1-9]\d{0,8}$/.test(text)) {
      throw new Refusal(`--${name} is a whole number above 0, not ${JSON.stringify(text)}`, EXIT.usage);
    }
    return Number(text);
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

/** The CLI's `--flag=true` and `--flag=false`, which Node.js's reader does not know, apart from the rest. */
function flagsWithValues(
  words: readonly string[],
  options: Options,
): { rest: string[]; flags: Readonly<Record<string, boolean>> } {
  const end = words.indexOf("--");
  const flags: Record<string, boolean> = {};
  const rest = words.filter((word, index) => {
    const [, name = "", value = ""] = /^--([^=]+)=(.*)$/.exec(word) ?? [];
    if ((end >= 0 && index > end) || !Object.hasOwn(options, name) || options[name]?.type !== "boolean") return true;
    if (!["true", "false", "1", "0", "t", "f"].includes(value.toLowerCase())) {
      throw new Refusal(`--${name} is true or false, not ${JSON.stringify(value)}`, EXIT.usage);
    }
    flags[name] = ["true", "1", "t"].includes(value.toLowerCase());
    return false;
  });
  return { rest, flags };
}
