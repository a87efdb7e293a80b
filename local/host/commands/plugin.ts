import { EXIT, Refusal } from "../refusal.ts";
import { JSON_OPTION } from "./arguments.ts";
import { type Command, printed } from "./command.ts";

/** The one provider that is served. Nothing is installed for it, so it has no size and no times. */
const SERVED = { name: "aws", kind: "resource", size: 0 } as const;

/** Loaded when it is asked for: the schemas come with it. */
async function servedVersion(): Promise<string> {
  return (await import("../../provider/package-schema.ts")).PROVIDER_VERSION;
}

const list: Command = {
  name: "plugin ls",
  options: { ...JSON_OPTION, project: { type: "boolean", short: "p" } },
  run: async ({ terminal }, args) => {
    const { name, kind, size } = SERVED;
    const version = await servedVersion();
    terminal.out(
      args.flag("json")
        ? printed([{ name, kind, version, size }])
        : `NAME  KIND      VERSION\n${name}   ${kind}  ${version}\n`,
    );
    return EXIT.success;
  },
};

const install: Command = {
  name: "plugin install",
  words: 3,
  options: { server: { type: "string" }, exact: { type: "boolean" }, reinstall: { type: "boolean" } },
  run: async ({ terminal }, { positionals: [kind, name, version = ""] }) => {
    if (kind !== SERVED.kind || name !== SERVED.name) {
      throw new Refusal(
        `the embedded engine starts no plugins: it serves the ${SERVED.kind} plugin ${SERVED.name}, not ${kind} ${name}`,
        EXIT.usage,
      );
    }
    const served = await servedVersion();
    const note = [served, ""].includes(version.replace(/^v/, "")) ? "" : `, instead of ${version}`;
    terminal.error(`The ${kind} plugin ${name} ${served} is built in${note}: nothing is installed.\n`);
    return EXIT.success;
  },
};

const remove: Command = {
  name: "plugin rm",
  words: 3,
  options: { all: { type: "boolean", short: "a" } },
  run: async ({ terminal }) => {
    terminal.error("no plugins found to uninstall\n");
    return EXIT.success;
  },
};

/** `pulumi plugin …`: what there is, without plugins. */
export const PLUGIN_COMMANDS: readonly Command[] = [list, install, remove];
