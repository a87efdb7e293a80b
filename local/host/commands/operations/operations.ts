import { resolve } from "node:path";
import type { EngineOperation } from "../../../engine/events.ts";
import { stopHost } from "../../process/host-client.ts";
import type { OperationAnswer } from "../../process/protocol.ts";
import { EXIT, Refusal } from "../../refusal.ts";
import type { StackFolder } from "../../state/stack-folder.ts";
import type { Options } from "../arguments.ts";
import type { Command, CommandContext } from "../command.ts";
import { COMMON_OPERATION_OPTIONS, operate } from "./operate.ts";
import { readPlan, writeImportFile, writePlan } from "./plan-file.ts";

const OPERATION_OPTIONS: Options = {
  ...COMMON_OPERATION_OPTIONS,
  "skip-preview": { type: "boolean", short: "f" },
  "expect-no-changes": { type: "boolean" },
  "run-program": { type: "boolean" },
  target: { type: "string", short: "t", multiple: true },
  "target-dependents": { type: "boolean" },
  exclude: { type: "string", short: "x", multiple: true },
  "exclude-dependents": { type: "boolean" },
};

/** What only operations that run the program may be told. */
const REPLACE_OPTIONS: Options = {
  replace: { type: "string", multiple: true },
  "target-replace": { type: "string", multiple: true },
};

/** What a refresh is not told. */
const REFRESH_FIRST: Options = { refresh: { type: "boolean", short: "r" } };

const OPTIONS: Readonly<Record<Exclude<EngineOperation, "import">, Options>> = {
  preview: {
    ...OPERATION_OPTIONS,
    ...REFRESH_FIRST,
    ...REPLACE_OPTIONS,
    "save-plan": { type: "string" },
    "import-file": { type: "string" },
  },
  up: {
    ...OPERATION_OPTIONS,
    ...REFRESH_FIRST,
    ...REPLACE_OPTIONS,
    plan: { type: "string" },
    "continue-on-error": { type: "boolean" },
  },
  refresh: {
    ...OPERATION_OPTIONS,
    "preview-only": { type: "boolean" },
    // An operation records what it has made when it is made, so there never are any.
    "clear-pending-creates": { type: "boolean" },
  },
  destroy: {
    ...OPERATION_OPTIONS,
    ...REFRESH_FIRST,
    "preview-only": { type: "boolean" },
    "exclude-protected": { type: "boolean" },
    "continue-on-error": { type: "boolean" },
    remove: { type: "boolean" },
  },
};

const preview: Command = {
  name: "preview",
  options: OPTIONS.preview,
  run: async (context, args) => {
    const path = (text: string): string => resolve(context.terminal.workingDirectory, text);
    const [planFile, importFile] = [args.text("save-plan"), args.text("import-file")];
    const { exitCode, answer } = await operate("preview", context, args, { savesPlan: planFile !== undefined });
    if (answer.succeeded && planFile !== undefined) writePlan(context, args, path(planFile), answer.plan ?? {});
    if (answer.succeeded && importFile !== undefined) writeImportFile(path(importFile), answer.creates);
    return exitCode;
  },
};

const up: Command = {
  name: "up",
  options: OPTIONS.up,
  run: async (context, args) => {
    const file = args.text("plan");
    const plan =
      file === undefined ? undefined : readPlan(context, args, resolve(context.terminal.workingDirectory, file));
    return (await operate("up", context, args, { plan })).exitCode;
  },
};

const refresh: Command = {
  name: "refresh",
  options: OPTIONS.refresh,
  run: async (context, args) => (await operate("refresh", context, args)).exitCode,
};

const destroy: Command = {
  name: "destroy",
  options: OPTIONS.destroy,
  run: async (context, args) => {
    const { exitCode, answer } = await operate("destroy", context, args);
    if (exitCode !== EXIT.success || args.flag("preview-only")) return exitCode;
    const stack = context.stack(args);
    const isKept = args.flag("exclude-protected") && answer.resourceCount > 0;
    const isRemoved = args.flag("remove") && !isKept;
    if (isRemoved) await forget(stack, context, answer);
    const isPart = args.list("target").length > 0 || args.list("exclude").length > 0;
    if (args.flag("json") || (isPart && !isKept && !isRemoved)) return exitCode;
    context.terminal.out(isKept ? keptText(answer) : isRemoved ? REMOVED : deletedText(stack));
    return exitCode;
  },
};

/** `pulumi preview|up|refresh|destroy` */
export const OPERATION_COMMANDS: readonly Command[] = [preview, up, refresh, destroy];

const REMOVED = "The resources in the stack have been deleted, and the history and configuration removed.\n";

function deletedText({ name }: StackFolder): string {
  return (
    "The resources in the stack have been deleted, but the history and configuration associated with the stack are " +
    `still maintained. \nIf you want to remove the stack completely, run \`pulumi stack rm ${name}\`.\n`
  );
}

/** What is left is protected, or what that stands on. */
function keptText({ changes, resourceCount }: OperationAnswer): string {
  const isUntouched = Object.keys(changes).length === 0;
  const done = isUntouched
    ? "There were no unprotected resources to destroy."
    : "All unprotected resources were destroyed.";
  return `${done} There are still ${resourceCount} protected resources associated with this stack.\n`;
}

/** `destroy --remove`: the stack goes with its resources. */
async function forget(stack: StackFolder, context: CommandContext, { resourceCount }: OperationAnswer): Promise<void> {
  if (resourceCount > 0) throw new Refusal(`stack '${stack.name}' still has resources, so it was not removed`);
  await stopHost(stack);
  stack.remove();
  context.state.unselect(stack.name);
}
