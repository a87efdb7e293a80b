import { type ParseArgsConfig, parseArgs } from "node:util";
import { EXIT, Refusal } from "../refusal.ts";

export type Options = NonNullable<ParseArgsConfig["options"]>;

/** Of commands that can print JSON. */
export const JSON_OPTION = { json: { type: "boolean", short: "j" } } as const satisfies Options;

/** Of commands that print what may be secret. */
export const SECRETS_OPTION = { "show-secrets": { type: "boolean" } } as const satisfies Options;

/** The options that every command takes. */
export const COMMON = {
  stack: { type: "string", short: "s" },
  "non-interactive": { type: "boolean" },
  yes: { type: "boolean", short: "y" },
  color: { type: "string" },
  cwd: { type: "string", short: "C" },
  help: { type: "boolean", short: "h" },
  emoji: { type: "boolean", short: "e" },
  logflow: { type: "boolean" },
  logtostderr: { type: "boolean" },
  verbose: { type: "string", short: "v" },
  "disable-integrity-checking": { type: "boolean" },
  "fully-qualify-stack-names": { type: "boolean" },
} as const satisfies Options;

const NO_LOG = "the embedded engine writes no such log: see --debug, and host.log in the stack's folder";

/** Those of the CLI's options that are accepted and change nothing here, and why. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  emoji: "what is printed has none",
  logflow: NO_LOG,
  logtostderr: NO_LOG,
  verbose: NO_LOG,
  "disable-integrity-checking": "there is no such check",
  "fully-qualify-stack-names": "stacks on this machine have no organization",
};

const COLORS = ["auto", "always", "never", "raw"];

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

  /**
   * What was given and changes nothing, a sentence each.
   *
   * @throws Refusal for colours that there are not.
   */
  notes(): readonly string[] {
    const color = this.text("color") ?? "auto";
    if (!COLORS.includes(color)) {
      throw new Refusal(`--color is one of ${COLORS.join(", ")}, not ${JSON.stringify(color)}`, EXIT.usage);
    }
    const given = Object.entries(WITHOUT_EFFECT).filter(
      ([name]) => ![undefined, false].includes(this.#values[name] as false),
    );
    const all =
      color === "always" || color === "raw" ? [...given, [`color ${color}`, "what is printed has no colours"]] : given;
    return all.map(([name, why]) => `--${name} has no effect here: ${why}`);
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
