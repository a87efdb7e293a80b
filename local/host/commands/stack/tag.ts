import { EXIT, Refusal } from "../../refusal.ts";
import { inOrder } from "../../state/stack-folder.ts";
import { JSON_OPTION } from "../arguments.ts";
import { type Command, printed } from "../command.ts";
import { table } from "../table.ts";

/** Pulumi's own rule for the name of a tag. */
const TAG_NAME = /^[a-zA-Z0-9-_.:]{1,40}$/;
const LONGEST_VALUE = 256;

const set: Command = {
  name: "stack tag set",
  words: 2,
  options: {},
  run: async (context, args) => {
    const name = args.positional(0, "the tag's name");
    const value = args.positional(1, "the tag's value");
    if (!TAG_NAME.test(name) || value.length > LONGEST_VALUE) {
      throw new Refusal(
        `${JSON.stringify(name)} cannot be set: a tag's name has 1 to 40 letters, digits and -_.:, its value at most 256 characters`,
        EXIT.usage,
      );
    }
    context.stack(args).change((record) => ({ ...record, tags: { ...record.tags, [name]: value } }));
    return EXIT.success;
  },
};

const get: Command = {
  name: "stack tag get",
  words: 1,
  options: {},
  run: async (context, args) => {
    const name = args.positional(0, "the tag's name");
    const stack = context.stack(args);
    const { tags } = stack.read();
    const value = Object.hasOwn(tags, name) ? tags[name] : undefined;
    if (value === undefined) throw new Refusal(`stack tag '${name}' not found for stack '${stack.name}'`);
    context.terminal.out(`${value}\n`);
    return EXIT.success;
  },
};

const list: Command = {
  name: "stack tag ls",
  options: JSON_OPTION,
  run: async (context, args) => {
    const tags = inOrder(context.stack(args).read().tags);
    if (args.flag("json")) context.terminal.out(printed(tags));
    else context.terminal.out(table(["NAME", "VALUE"], Object.entries(tags)));
    return EXIT.success;
  },
};

const remove: Command = {
  name: "stack tag rm",
  words: 1,
  options: {},
  run: async (context, args) => {
    const name = args.positional(0, "the tag's name");
    context.stack(args).change(({ tags, ...record }) => {
      const { [name]: _removed, ...rest } = tags;
      return { ...record, tags: rest };
    });
    return EXIT.success;
  },
};

/** `pulumi stack tag …` */
export const TAG_COMMANDS: readonly Command[] = [set, get, list, remove];
