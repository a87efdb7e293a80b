import { readProject } from "../../engine/project.ts";
import { isObject } from "../../json.ts";
import { EXIT, Refusal } from "../refusal.ts";
import { type ConfigValue, inOrder, type StackRecord } from "../state/stack-folder.ts";
import { type Arguments, type Command, type CommandContext, printed } from "./command.ts";

/** A value as a command line gives it. */
interface Given {
  readonly key: string;
  readonly value: string;
  readonly secret: boolean;
}

const show: Command = {
  name: "config",
  options: {},
  run: async (context, args) => {
    const record = context.stack(args).read();
    const values = inOrder(valuesOf(context, record, args.flag("show-secrets")));
    if (args.flag("json")) context.terminal.out(printed(values));
    else {
      for (const [key, value] of Object.entries(values)) {
        context.terminal.out(`${key}\t${isObject(value) ? String(value["value"] ?? "[secret]") : ""}\n`);
      }
    }
    return EXIT.success;
  },
};

const get: Command = {
  name: "config get",
  options: {},
  run: async (context, args) => {
    const stack = context.stack(args);
    const key = fullKey(context, args.positional(0, "the configuration key"));
    const value = valuesOf(context, stack.read(), true)[key];
    if (value === undefined) throw new Refusal(`configuration key '${key}' not found for stack '${stack.name}'`);
    context.terminal.out(args.flag("json") ? printed(value) : `${value.value}\n`);
    return EXIT.success;
  },
};

const set: Command = {
  name: "config set",
  options: { secret: { type: "boolean" }, plaintext: { type: "boolean" } },
  run: async (context, args) => {
    const key = args.positional(0, "the configuration key");
    const value = args.positional(1, "the value");
    return store(context, args, [{ key, value, secret: args.flag("secret") }]);
  },
};

const setAll: Command = {
  name: "config set-all",
  options: {
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
  options: {},
  run: async (context, args) => forget(context, args, [args.positional(0, "the configuration key")]),
};

const removeAll: Command = {
  name: "config rm-all",
  options: {},
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
  return Object.entries(isObject(json) ? json : {}).map(([key, entry]) => {
    const value = isObject(entry) ? entry["value"] : undefined;
    if (!isObject(entry) || typeof value !== "string") {
      throw new Refusal(`the configuration of --json has no text value for ${key}`, EXIT.usage);
    }
    return { key, value, secret: entry["secret"] === true };
  });
}

async function store(context: CommandContext, args: Arguments, all: readonly Given[]): Promise<0> {
  context.stack(args).change((record) => {
    const key = all.some(({ secret }) => secret) ? context.key(record) : undefined;
    const config: Record<string, ConfigValue> = { ...record.config };
    for (const { key: name, value, secret } of all) {
      config[fullKey(context, name)] = secret && key !== undefined ? { secure: key.encrypt(value) } : { value };
    }
    return { ...record, config };
  });
  return EXIT.success;
}

async function forget(context: CommandContext, args: Arguments, keys: readonly string[]): Promise<0> {
  const gone = new Set(keys.map((key) => fullKey(context, key)));
  context.stack(args).change((record) => ({
    ...record,
    config: Object.fromEntries(Object.entries(record.config).filter(([key]) => !gone.has(key))),
  }));
  return EXIT.success;
}

/** A key without namespace is the project's. */
function fullKey({ project }: CommandContext, key: string): string {
  return key.includes(":") ? key : `${readProject(project).name}:${key}`;
}

function valuesOf(
  context: CommandContext,
  record: StackRecord,
  open: boolean,
): Record<string, { readonly value?: string; readonly secret: boolean }> {
  const clear = open ? context.configuration(record) : {};
  return Object.fromEntries(
    Object.entries(record.config).map(([key, value]) => {
      if (!("secure" in value)) return [key, { value: value.value, secret: false }];
      return [key, open ? { value: clear[key] ?? "", secret: true } : { secret: true }];
    }),
  );
}
