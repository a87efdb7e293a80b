import { EXIT } from "../refusal.ts";
import type { UpdateRecord } from "../state/stack-folder.ts";
import { type Command, printed } from "./command.ts";

/** How many spaces the details of an update stand in. */
const INDENT = "    ";

/** `pulumi stack history` */
export const HISTORY: Command = {
  name: "stack history",
  options: { "page-size": { type: "string" }, page: { type: "string" }, "full-dates": { type: "boolean" } },
  run: async (context, args) => {
    const stack = context.stack(args);
    const size = Math.max(1, Number(args.text("page-size") ?? 10));
    const page = Math.max(1, Number(args.text("page") ?? 1));
    const updates = stack.history().slice((page - 1) * size, page * size);
    if (!args.flag("json")) {
      context.terminal.out(updates.length === 0 ? "Stack has never been updated\n" : updates.map(described).join("\n"));
      return EXIT.success;
    }
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

function described({ version, kind, result, message, startTime, endTime, resourceChanges }: UpdateRecord): string {
  const changes = Object.entries(resourceChanges).map(([operation, count]) => `${count} ${operation}`);
  const seconds = Math.round((Date.parse(endTime) - Date.parse(startTime)) / 1000);
  return [
    `Version: ${version}\nUpdateKind: ${kind}\nStatus: ${result}${message === "" ? "" : ` ${message}`}\n`,
    `${INDENT}Updated ${endTime} took ${seconds}s\n`,
    changes.length === 0 ? "" : `${INDENT}Resource changes: ${changes.join(", ")}\n`,
  ].join("");
}
