import { resolve } from "node:path";
import { readProject, writtenConfiguration } from "../../../engine/project.ts";
import { isObject, type Json } from "../../../json.ts";
import { EXIT, Refusal } from "../../refusal.ts";
import { type ConfigValue, inOrder, type StackFolder, type StackRecord } from "../../state/stack-folder.ts";
import { type Arguments, JSON_OPTION, type Options, SECRETS_OPTION } from "../arguments.ts";
import { type Command, type CommandContext, printed } from "../command.ts";
import { table } from "../table.ts";
import { type ConfigPlace, configPlace, leafOf, valueAt, withValueAt } from "./config-path.ts";

/** A value as a command line gives it. */
interface Given {
  readonly key: string;
  readonly value: string;
  readonly secret: boolean;
}

const show: Command = {
  name: "config",
  options: { ...JSON_OPTION, ...SECRETS_OPTION, "config-file": { type: "string" } },
  run: async (context, args) => {
    const stack = context.stack(args);
    const values = inOrder(valuesOf(context, stack, args));
    if (args.flag("json")) context.terminal.out(printed(values));
    else {
      const own = `${readProject(context.project).name}:`;
      const rows = Object.entries(values).map(([key, { value = "[secret]" }]) => [
        key.startsWith(own) ? key.slice(own.length) : key,
        value,
      ]);
      context.terminal.out(table(["KEY", "VALUE"], rows));
    }
    return EXIT.success;
  },
};

const PATH = { path: { type: "boolean" } } as const satisfies Options;

const get: Command = {
  name: "config get",
  words: 1,
  options: { ...JSON_OPTION, ...PATH, "config-file": { type: "string" } },
  run: async (context, args) => {
    const stack = context.stack(args);
    const { key, path } = placeOf(args, args.positional(0, "the configuration key"));
    const whole = valuesOf(context, stack, args, true)[fullKey(context, key)];
    const inner = path.length === 0 ? undefined : valueAt(whole?.objectValue, path);
    const value = path.length === 0 ? whole : inner === undefined ? undefined : shown(inner, whole?.secret === true);
    if (value === undefined) throw new Refusal(`configuration key '${key}' not found for stack '${stack.name}'`);
    context.terminal.out(args.flag("json") ? printed(value) : `${value.value}\n`);
    return EXIT.success;
  },
};

const set: Command = {
  name: "config set",
  words: 2,
  options: { ...PATH, secret: { type: "boolean" }, plaintext: { type: "boolean" } },
  run: async (context, args) => {
    const key = args.positional(0, "the configuration key");
    const value = args.positional(1, "the value");
    return store(context, args, [{ key, value, secret: args.flag("secret") }]);
  },
};

const setAll: Command = {
  name: "config set-all",
  options: {
    ...PATH,
    secret: { type: "string", multiple: true },
    plaintext: { type: "string", multiple: true },
    // Takes the document as the Automation API passes it.
    json: { type: "string" },
  },
  run: async (context, args) => {
    const json = args.text("json");
    const pairs = [
      ...args.list("plaintext").map((pair) => given(pair, false)),
      ...args.list("secret").map((pair) => given(pair, true)),
    ];
    return store(context, args, json === undefined ? pairs : [...pairs, ...givenAsJson(json)]);
  },
};

const remove: Command = {
  name: "config rm",
  words: 1,
  options: PATH,
  run: async (context, args) => forget(context, args, [args.positional(0, "the configuration key")]),
};

const removeAll: Command = {
  name: "config rm-all",
  words: Number.POSITIVE_INFINITY,
  options: PATH,
  run: async (context, args) => forget(context, args, args.positionals),
};

const refresh: Command = {
  name: "config refresh",
  options: { force: { type: "boolean", short: "f" } },
  run: async (context, args) => {
    const stack = context.stack(args);
    const [latest] = stack.history();
    if (latest === undefined) throw new Refusal(`stack '${stack.name}' has not been updated yet`);
    stack.change((record) => ({ ...record, config: latest.config }));
    return EXIT.success;
  },
};

/** `up --config KEY=VALUE`: what is given for an operation is kept for those after it, as the CLI keeps it. */
export async function storeGiven(context: CommandContext, args: Arguments): Promise<void> {
  const pairs = args.list("config").map((pair) => given(pair, false));
  if (pairs.length > 0) await store(context, args, pairs);
}

/** `pulumi config …` */
export const CONFIG_COMMANDS: readonly Command[] = [show, get, set, setAll, remove, removeAll, refresh];

function given(pair: string, secret: boolean): Given {
  const at = pair.indexOf("=");
  if (at <= 0) throw new Refusal(`${JSON.stringify(pair)} is no configuration: KEY=VALUE is expected`, EXIT.usage);
  return { key: pair.slice(0, at), value: pair.slice(at + 1), secret };
}

/** What `pulumi config --json` prints. */
function givenAsJson(text: string): readonly Given[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Refusal("the configuration of --json is not JSON", EXIT.usage, { cause: error });
  }
  if (!isObject(json)) throw new Refusal("the configuration of --json is no object", EXIT.usage);
  return Object.entries(json).map(([key, entry]) => {
    const value = isObject(entry) ? entry["value"] : undefined;
    if (!isObject(entry) || typeof value !== "string") {
      throw new Refusal(`the configuration of --json has no text value for ${key}`, EXIT.usage);
    }
    return { key, value, secret: entry["secret"] === true };
  });
}

/** Where a key leads to: into its value only with `--path`. */
function placeOf(args: Arguments, key: string): ConfigPlace {
  return args.flag("path") ? configPlace(key) : { key, path: [] };
}

async function store(context: CommandContext, args: Arguments, all: readonly Given[]): Promise<0> {
  context.stack(args).change((record) => {
    const config: Record<string, ConfigValue> = { ...record.config };
    for (const { key: name, value, secret } of all) {
      const { key, path } = placeOf(args, name);
      const full = fullKey(context, key);
      const before = config[full];
      const text = path.length === 0 ? value : textWith(context, record, before, path, leafOf(value));
      // An object with anything secret in it is encrypted as a whole.
      const hidden = secret || (path.length > 0 && before !== undefined && "secure" in before);
      config[full] = kept(context, record, text, hidden, path.length > 0);
    }
    return { ...record, config };
  });
  return EXIT.success;
}

async function forget(context: CommandContext, args: Arguments, keys: readonly string[]): Promise<0> {
  context.stack(args).change((record) => {
    const config: Record<string, ConfigValue> = { ...record.config };
    for (const name of keys) {
      const { key, path } = placeOf(args, name);
      const full = fullKey(context, key);
      const before = config[full];
      if (before === undefined) continue;
      if (path.length === 0) delete config[full];
      else {
        const text = textWith(context, record, before, path, undefined);
        config[full] = kept(context, record, text, "secure" in before, true);
      }
    }
    return { ...record, config };
  });
  return EXIT.success;
}

/** The JSON of a value in which one place is another. */
function textWith(
  context: CommandContext,
  record: StackRecord,
  before: ConfigValue | undefined,
  path: ConfigPlace["path"],
  leaf: Json | undefined,
): string {
  const text = before === undefined ? undefined : clear(context, record, before);
  const value = text === undefined ? undefined : objectIn(text);
  if (text !== undefined && value === undefined) throw new Refusal("the value is a text: remove it first", EXIT.usage);
  return JSON.stringify(withValueAt(value, path, leaf));
}

function kept(
  context: CommandContext,
  record: StackRecord,
  text: string,
  secret: boolean,
  object: boolean,
): ConfigValue {
  const mark = object ? ({ object: true } as const) : {};
  return secret ? { secure: context.key(record).encrypt(text), ...mark } : { value: text, ...mark };
}

function clear(context: CommandContext, record: StackRecord, value: ConfigValue): string {
  return "secure" in value ? context.key(record).decrypt(value.secure) : value.value;
}

/** @returns undefined for what is no object and no list. */
function objectIn(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) || isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A key without namespace is the project's.
 *
 * @throws Refusal for one without a name (`config.ParseKey`).
 */
function fullKey({ project }: CommandContext, key: string): string {
  if (key === "" || key.startsWith(":") || key.endsWith(":")) {
    throw new Refusal(`could not parse ${JSON.stringify(key)} as a configuration key`, EXIT.usage);
  }
  return key.includes(":") ? key : `${readProject(project).name}:${key}`;
}

/** A value as `pulumi config --json` has it. */
interface Shown {
  readonly value?: string;
  readonly objectValue?: Json;
  readonly secret: boolean;
}

function shown(value: Json, secret: boolean): Shown {
  if (typeof value === "object" && value !== null) return { value: JSON.stringify(value), objectValue: value, secret };
  return { value: String(value), secret };
}

/** What is declared with the project and written next to it holds as well, as long as the stack says nothing else. */
function valuesOf(
  context: CommandContext,
  stack: StackFolder,
  args: Arguments,
  open = args.flag("show-secrets"),
): Record<string, Shown> {
  const record = stack.read();
  const plain = open ? context.configuration(record) : {};
  const own = Object.entries(record.config).map(([key, value]): [string, Shown] => {
    const secret = "secure" in value;
    if (secret && !open) return [key, { secret: true }];
    const text = secret ? (plain[key] ?? "") : value.value;
    const object = value.object === true ? objectIn(text) : undefined;
    return [key, object === undefined ? { value: text, secret } : shown(object, secret)];
  });
  return { ...aroundStack(context, stack.name, args), ...Object.fromEntries(own) };
}

function aroundStack(
  { project: folder, terminal }: CommandContext,
  stack: string,
  args: Arguments,
): Record<string, Shown> {
  const project = readProject(folder);
  const file = args.text("config-file");
  const written = writtenConfiguration(project, stack, file && resolve(terminal.workingDirectory, file));
  return Object.fromEntries(Object.entries(written).map(([key, value]) => [key, shown(value, false)]));
}
