import { runningHost } from "../process/host-client.ts";
import { EXIT, Refusal } from "../refusal.ts";
import { SECRET_TEXT } from "../report/secret-text.ts";
import { takeLock } from "../state/lock.ts";
import { newEncryption, passphraseOf } from "../state/secrets.ts";
import { inOrder, type StackRecord, type UpdateRecord } from "../state/stack-folder.ts";
import { type Command, printed } from "./command.ts";
import { outputsOf } from "./host-answers.ts";
import { STATE_COMMANDS } from "./state.ts";

const init: Command = {
  name: "stack init",
  options: { "no-select": { type: "boolean" }, "secrets-provider": { type: "string" } },
  run: async ({ state, project, terminal }, args) => {
    const provider = args.text("secrets-provider") ?? "passphrase";
    if (provider !== "passphrase" && provider !== "default") {
      throw new Refusal(`the embedded engine encrypts with a passphrase only, not with ${provider}`, EXIT.usage);
    }
    const stack = state.place(args.positionals[0] ?? args.text("stack") ?? args.positional(0, "the stack's name"));
    if (stack.exists()) throw new Refusal(`stack '${stack.name}' already exists`);
    const passphrase = passphraseOf(terminal.environment);
    const record: StackRecord = {
      createdAt: new Date().toISOString(),
      project,
      tags: {},
      config: {},
      resourceCount: 0,
      ...(passphrase === undefined ? {} : { encryption: newEncryption(passphrase) }),
    };
    stack.write(record);
    if (!args.flag("no-select")) state.select(stack.name);
    return EXIT.success;
  },
};

const select: Command = {
  name: "stack select",
  options: { create: { type: "boolean", short: "c" } },
  run: async (context, args) => {
    const stack = context.stack(args, args.positionals[0]);
    context.state.select(stack.name);
    return EXIT.success;
  },
};

const remove: Command = {
  name: "stack rm",
  options: { force: { type: "boolean", short: "f" }, "preserve-config": { type: "boolean" } },
  run: async (context, args) => {
    const stack = context.stack(args, args.positionals[0]);
    const lock = takeLock(stack.lockFile, `stack rm ${stack.name}`);
    try {
      const { resourceCount } = stack.read();
      if (resourceCount > 0 && !args.flag("force")) {
        throw new Refusal(
          `'${stack.name}' still has resources; removal rejected: run \`pulumi destroy\` first, or forget them with --force`,
        );
      }
      await runningHost(stack)
        ?.ask({ kind: "stop" })
        .catch(() => undefined);
      stack.remove();
    } finally {
      lock.release();
    }
    context.state.unselect(stack.name);
    context.terminal.out(`Stack '${stack.name}' has been removed!\n`);
    return EXIT.success;
  },
};

const list: Command = {
  name: "stack ls",
  options: { all: { type: "boolean", short: "a" } },
  run: async ({ state, terminal }, args) => {
    const current = state.selected;
    const stacks = state
      .places()
      .filter((place) => place.exists())
      .map((place) => {
        const { lastUpdate, resourceCount } = place.read();
        return {
          name: place.name,
          current: place.name === current,
          ...(lastUpdate === undefined ? {} : { lastUpdate, resourceCount }),
        };
      });
    if (args.flag("json")) terminal.out(printed(stacks));
    else for (const { name, current: isCurrent } of stacks) terminal.out(`${name}${isCurrent ? "*" : ""}\n`);
    return EXIT.success;
  },
};

const output: Command = {
  name: "stack output",
  options: {},
  run: async (context, args) => {
    const { terminal } = context;
    const stack = context.stack(args);
    const open = args.flag("show-secrets");
    const outputs = await outputsOf(stack, context.project);
    if (open && Object.values(outputs).some(({ secret }) => secret)) context.checkPassphrase(stack.read());
    const shown = inOrder(
      Object.fromEntries(
        Object.entries(outputs).map(([name, { value, secret }]) => [name, secret && !open ? SECRET_TEXT : value]),
      ),
    );
    const [name] = args.positionals;
    if (name === undefined) {
      if (args.flag("json")) terminal.out(printed(shown));
      else for (const [key, value] of Object.entries(shown)) terminal.out(`${key}\t${plainText(value)}\n`);
      return EXIT.success;
    }
    const value = shown[name];
    if (value === undefined) throw new Refusal(`current stack does not have output property '${name}'`);
    terminal.out(args.flag("json") ? printed(value) : `${plainText(value)}\n`);
    return EXIT.success;
  },
};

const history: Command = {
  name: "stack history",
  options: { "page-size": { type: "string" }, page: { type: "string" } },
  run: async (context, args) => {
    const stack = context.stack(args);
    const size = Math.max(1, Number(args.text("page-size") ?? 10));
    const page = Math.max(1, Number(args.text("page") ?? 1));
    const updates = stack.history().slice((page - 1) * size, page * size);
    const secret = updates.some(({ config }) => Object.values(config).some((value) => "secure" in value));
    const key = secret && args.flag("show-secrets") ? context.key(stack.read()) : undefined;
    const shown = ({ config, ...update }: UpdateRecord): object => ({
      ...update,
      config: Object.fromEntries(
        Object.entries(config).map(([name, value]) => [
          name,
          "secure" in value
            ? { ...(key === undefined ? {} : { value: key.decrypt(value.secure) }), secret: true }
            : { value: value.value, secret: false },
        ]),
      ),
    });
    context.terminal.out(printed(updates.map(shown)));
    return EXIT.success;
  },
};

/** `pulumi stack …` */
export const STACK_COMMANDS: readonly Command[] = [init, select, remove, list, output, history, ...STATE_COMMANDS];

function plainText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
