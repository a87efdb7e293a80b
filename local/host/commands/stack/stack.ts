import { hostname } from "node:os";
import { readProject } from "../../../engine/project.ts";
import { nameOf } from "../../../engine/state/urn.ts";
import { isObject, type Json } from "../../../json.ts";
import { stopHost } from "../../process/host-client.ts";
import { EXIT, Refusal } from "../../refusal.ts";
import { takeLock } from "../../state/lock.ts";
import { newEncryption, passphraseOf } from "../../state/secrets.ts";
import { inOrder, type StackFolder, type StackRecord } from "../../state/stack-folder.ts";
import { type Arguments, JSON_OPTION, SECRETS_OPTION } from "../arguments.ts";
import { type Command, type CommandContext, printed } from "../command.ts";
import { confirmByName } from "../confirm-by-name.ts";
import { outputsOf, resourceCountOf, resourcesOf } from "../host-answers.ts";
import { table } from "../table.ts";
import { HISTORY } from "./history.ts";
import { RENAME } from "./rename.ts";
import { STATE_COMMANDS } from "./state.ts";

const init: Command = {
  name: "stack init",
  words: 1,
  options: { "no-select": { type: "boolean" }, "secrets-provider": { type: "string" } },
  run: async (context, args) => {
    create(context, args, args.positionals[0] ?? args.text("stack") ?? args.positional(0, "the stack's name"));
    return EXIT.success;
  },
};

/** @throws Refusal when there is one already. */
function create({ state, project, terminal }: CommandContext, args: Arguments, name: string): void {
  const provider = args.text("secrets-provider") ?? "passphrase";
  if (provider !== "passphrase" && provider !== "default") {
    throw new Refusal(`the embedded engine encrypts with a passphrase only, not with ${provider}`, EXIT.usage);
  }
  const stack = state.place(name);
  const taken = (): Refusal => new Refusal(`stack '${stack.name}' already exists`);
  if (stack.exists()) throw taken();
  const passphrase = passphraseOf(terminal.environment);
  const record: StackRecord = {
    createdAt: new Date().toISOString(),
    project,
    projectName: readProject(project).name,
    tags: {},
    config: {},
    resourceCount: 0,
    ...(passphrase === undefined ? {} : { encryption: newEncryption(passphrase) }),
  };
  if (!stack.create(record)) throw taken();
  if (!args.flag("no-select")) state.select(stack.name);
}

const select: Command = {
  name: "stack select",
  words: 1,
  options: { create: { type: "boolean", short: "c" }, "secrets-provider": { type: "string" } },
  run: async (context, args) => {
    const name = args.positionals[0] ?? args.text("stack");
    const isNew = args.flag("create") && name !== undefined && !context.state.place(name).exists();
    if (isNew) create(context, args, name);
    else context.state.select(context.stack(args, name).name);
    return EXIT.success;
  },
};

const remove: Command = {
  name: "stack rm",
  words: 1,
  options: { force: { type: "boolean", short: "f" }, "preserve-config": { type: "boolean" } },
  run: async (context, args) => {
    const stack = context.stack(args, args.positionals[0]);
    await confirmByName(context, args, stack.name, `This will permanently remove the '${stack.name}' stack!`);
    const lock = takeLock(stack.lockFile, `stack rm ${stack.name}`);
    try {
      if (!args.flag("force") && (await resourceCountOf(stack, context.project)) > 0) {
        throw new Refusal(
          `'${stack.name}' still has resources; removal rejected: run \`pulumi destroy\` first, or forget them with --force`,
        );
      }
      await stopHost(stack);
      stack.remove();
    } finally {
      lock.release();
    }
    context.state.unselect(stack.name);
    if (args.flag("preserve-config")) {
      context.terminal.error(
        `warning: --preserve-config keeps Pulumi.${stack.name}.yaml, as always; what \`pulumi config set\` had set is gone with the stack\n`,
      );
    }
    context.terminal.out(`Stack '${stack.name}' has been removed!\n`);
    return EXIT.success;
  },
};

/** Stands for the record of a stack that is damaged or another user's: such a stack is there all the same. */
const UNREADABLE = "unreadable";

function readOrTell(place: StackFolder, { terminal }: CommandContext): StackRecord | typeof UNREADABLE {
  try {
    return place.read();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    terminal.error(`warning: ${error.message}\n`);
    return UNREADABLE;
  }
}

const list: Command = {
  name: "stack ls",
  options: { ...JSON_OPTION, all: { type: "boolean", short: "a" } },
  run: async (context, args) => {
    const { state, terminal } = context;
    const current = state.selected;
    const stacks = state.places().flatMap((place) => {
      const read = place.exists() ? readOrTell(place, context) : undefined;
      if (read === undefined || (read !== UNREADABLE && !args.flag("all") && !context.owns(read))) return [];
      const { lastUpdate, resourceCount } = read === UNREADABLE ? {} : read;
      const updated = lastUpdate === undefined ? {} : { lastUpdate, resourceCount };
      return [{ name: place.name, current: place.name === current, ...updated }];
    });
    if (args.flag("json")) terminal.out(printed(stacks));
    else {
      const rows = stacks.map(({ name, current: isCurrent, lastUpdate = "n/a", resourceCount = "n/a" }) => [
        `${name}${isCurrent ? "*" : ""}`,
        lastUpdate,
        String(resourceCount),
      ]);
      terminal.out(table(["NAME", "LAST UPDATE", "RESOURCE COUNT"], rows));
    }
    return EXIT.success;
  },
};

const output: Command = {
  name: "stack output",
  words: 1,
  options: { ...JSON_OPTION, ...SECRETS_OPTION, shell: { type: "boolean" } },
  run: async (context, args) => {
    const { terminal } = context;
    if (args.flag("json") && args.flag("shell"))
      throw new Refusal("only one of --json and --shell may be set", EXIT.usage);
    const stack = context.stack(args);
    const shown = await shownOutputs(stack, context, args);
    const [name] = args.positionals;
    if (name === undefined) {
      if (args.flag("json")) terminal.out(printed(shown));
      else terminal.out(args.flag("shell") ? shellText(shown) : outputsText(shown));
      return EXIT.success;
    }
    const value = Object.hasOwn(shown, name) ? shown[name] : undefined;
    if (value === undefined) throw new Refusal(`current stack does not have output property '${name}'`);
    const bare = args.flag("shell") ? shellText({ [name]: value }) : `${plainText(value)}\n`;
    terminal.out(args.flag("json") ? printed(value) : bare);
    return EXIT.success;
  },
};

/** The outputs as they may be seen. */
async function shownOutputs(
  stack: StackFolder,
  context: CommandContext,
  args: Arguments,
): Promise<Record<string, Json>> {
  const open = args.flag("show-secrets");
  const outputs = await outputsOf(stack, context.project);
  if (open && Object.values(outputs).some(({ secret }) => secret)) context.checkPassphrase(stack.read());
  return inOrder(
    Object.fromEntries(Object.entries(outputs).map(([name, { value, masked }]) => [name, open ? value : masked])),
  );
}

/** `pulumi stack`: what is known of the selected one. */
const show: Command = {
  name: "stack",
  options: {
    ...SECRETS_OPTION,
    "show-name": { type: "boolean" },
    "show-ids": { type: "boolean", short: "i" },
    "show-urns": { type: "boolean", short: "u" },
  },
  run: async (context, args) => {
    const { terminal, state } = context;
    const stack = context.stack(args);
    if (args.flag("show-name")) {
      terminal.out(`${stack.name}\n`);
      return EXIT.success;
    }
    const { lastUpdate } = stack.read();
    const resources = await resourcesOf(stack, context.project);
    const current = state.selected === stack.name ? "Current stack" : "Stack";
    terminal.out(`${current} is ${stack.name}:\n    Managed by ${hostname()}\n`);
    if (lastUpdate !== undefined) terminal.out(`    Last updated: ${lastUpdate}\n`);
    terminal.out(`Current stack resources (${resources.length}):\n`);
    for (const resource of resources) terminal.out(lineOf(resource, args));
    if (resources.length === 0) terminal.out("    No resources currently in this stack\n");
    else terminal.out(`\n${outputsText(await shownOutputs(stack, context, args))}`);
    return EXIT.success;
  },
};

function lineOf(resource: Json, args: Arguments): string {
  const { type = "", urn = "", id = "" } = isObject(resource) ? resource : {};
  const extra = [
    args.flag("show-urns") ? `        URN: ${urn}\n` : "",
    args.flag("show-ids") && id !== "" ? `        ID: ${id}\n` : "",
  ];
  return `    ${type}  ${nameOf(String(urn))}\n${extra.join("")}`;
}

const unselect: Command = {
  name: "stack unselect",
  options: {},
  run: async ({ state }) => {
    const { selected } = state;
    if (selected !== undefined) state.unselect(selected);
    return EXIT.success;
  },
};

/** `pulumi stack …` */
export const STACK_COMMANDS: readonly Command[] = [
  init,
  select,
  unselect,
  RENAME,
  remove,
  list,
  output,
  HISTORY,
  ...STATE_COMMANDS,
  show,
];

function outputsText(outputs: Readonly<Record<string, unknown>>): string {
  const rows = Object.entries(outputs).map(([name, value]) => [name, plainText(value)]);
  const heading = `Current stack outputs (${rows.length}):\n`;
  if (rows.length === 0) return `${heading}    No output values currently in this stack\n`;
  return heading + table(["OUTPUT", "VALUE"], rows, "    ");
}

/** For a shell to read. */
function shellText(outputs: Readonly<Record<string, unknown>>): string {
  return Object.entries(outputs)
    .map(([name, value]) => `${name}='${plainText(value).replaceAll("'", "'\\''")}'\n`)
    .join("");
}

function plainText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
