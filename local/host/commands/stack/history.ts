import { parseJson } from "../../../json.ts";
import { EXIT } from "../../refusal.ts";
import type { SecretKey } from "../../state/secrets.ts";
import type { ConfigValue, UpdateRecord } from "../../state/stack-folder.ts";
import { JSON_OPTION, SECRETS_OPTION } from "../arguments.ts";
import { type Command, printed } from "../command.ts";

/** How many spaces the details of an update stand in. */
const INDENT = "    ";

/** `pulumi stack history` */
export const HISTORY: Command = {
  name: "stack history",
  options: {
    ...JSON_OPTION,
    ...SECRETS_OPTION,
    "page-size": { type: "string" },
    page: { type: "string" },
    // Dates are always full: nothing is said of how long ago they are.
    "full-dates": { type: "boolean" },
  },
  run: async (context, args) => {
    const stack = context.stack(args);
    const size = args.count("page-size", 10);
    const page = args.count("page", 1);
    const updates = stack.history().slice((page - 1) * size, page * size);
    if (!args.flag("json")) {
      context.terminal.out(updates.length === 0 ? "Stack has never been updated\n" : updates.map(described).join(""));
      return EXIT.success;
    }
    const secret = updates.some(({ config }) => Object.values(config).some((value) => "secure" in value));
    const key = secret && args.flag("show-secrets") ? context.key(stack.read()) : undefined;
    const shown = ({ config, ...update }: UpdateRecord): object => ({
      ...update,
      config: Object.fromEntries(Object.entries(config).map(([name, value]) => [name, shownValue(value, key)])),
    });
    context.terminal.out(printed(updates.map(shown)));
    return EXIT.success;
  },
};

function shownValue(value: ConfigValue, key: SecretKey | undefined): object {
  const secret = "secure" in value;
  const text = secret ? key?.decrypt(value.secure) : value.value;
  const object = value.object === true && text !== undefined ? { objectValue: parseJson(text) } : {};
  return { ...(text === undefined ? {} : { value: text }), ...object, secret };
}

function described({ version, kind, result, message, environment, ...update }: UpdateRecord): string {
  const { startTime, endTime, resourceChanges: changes } = update;
  const seconds = Math.round((Date.parse(endTime) - Date.parse(startTime)) / 1000);
  const marks = [`+${changes["create"] ?? 0}`, `-${changes["delete"] ?? 0}`, `~${changes["update"] ?? 0}`];
  const details = Object.entries(environment).filter(([, value]) => value.trim() !== "");
  return [
    `Version: ${version}\nUpdateKind: ${kind}\nStatus: ${result}\nMessage: ${message}\n`,
    `${marks.join("")} ${changes["same"] ?? 0} Updated ${endTime} took ${seconds}s\n`,
    ...details.map(([name, value]) => `${INDENT}${name}: ${value}\n`),
    "\n",
  ].join("");
}
