import { isAbsolute, resolve } from "node:path";
import type { EngineOperation } from "../../engine/events.ts";
import type { SelectionOptions } from "../../engine/selection.ts";
import { ensureHost, runningHost } from "../process/host-client.ts";
import type { OperationAnswer, OperationRequest } from "../process/protocol.ts";
import { EXIT, type ExitCode, Refusal } from "../refusal.ts";
import { takeLock } from "../state/lock.ts";
import type { StackFolder, StackRecord, UpdateRecord } from "../state/stack-folder.ts";
import { type Arguments, type Command, type CommandContext, type Options, printed } from "./command.ts";

/** What the Automation API may say of every operation. Anything else is refused by name rather than ignored. */
const OPERATION_OPTIONS: Options = {
  "exec-kind": { type: "string" },
  "exec-agent": { type: "string" },
  "event-log": { type: "string" },
  message: { type: "string", short: "m" },
  "skip-preview": { type: "boolean", short: "f" },
  "expect-no-changes": { type: "boolean" },
  refresh: { type: "boolean", short: "r" },
  diff: { type: "boolean" },
  parallel: { type: "string", short: "p" },
  "suppress-outputs": { type: "boolean" },
  "suppress-progress": { type: "boolean" },
  "clear-pending-creates": { type: "boolean" },
  "run-program": { type: "string" },
  target: { type: "string", short: "t", multiple: true },
  "target-dependents": { type: "boolean" },
  exclude: { type: "string", multiple: true },
  "exclude-dependents": { type: "boolean" },
};

/** What only operations that run the program may be told. */
const REPLACE_OPTIONS: Options = {
  replace: { type: "string", multiple: true },
  "target-replace": { type: "string", multiple: true },
};

const OPTIONS: Readonly<Record<EngineOperation, Options>> = {
  preview: { ...OPERATION_OPTIONS, ...REPLACE_OPTIONS },
  up: { ...OPERATION_OPTIONS, ...REPLACE_OPTIONS },
  refresh: OPERATION_OPTIONS,
  destroy: { ...OPERATION_OPTIONS, remove: { type: "boolean" } },
};

const KIND = { up: "update", refresh: "refresh", destroy: "destroy" } as const satisfies Record<
  Exclude<EngineOperation, "preview">,
  UpdateRecord["kind"]
>;

/** How the CLI calls each where it has failed. */
const NOUN: Readonly<Record<EngineOperation, string>> = {
  preview: "preview",
  up: "update",
  refresh: "refresh",
  destroy: "destroy",
};

/** `pulumi preview|up|refresh|destroy` */
export const OPERATION_COMMANDS: readonly Command[] = (["preview", "up", "refresh", "destroy"] as const).map(
  (operation) => ({
    name: operation,
    options: OPTIONS[operation],
    run: (context, args) => operate(operation, context, args),
  }),
);

async function operate(operation: EngineOperation, context: CommandContext, args: Arguments): Promise<ExitCode> {
  if (args.text("run-program") === "true" && (operation === "destroy" || operation === "refresh")) {
    throw new Refusal(`the embedded engine does not run the program for \`pulumi ${operation}\``, EXIT.usage);
  }
  const stack = context.stack(args);
  const record = stack.read();
  if (record.project !== context.project) {
    throw new Refusal(`stack '${stack.name}' belongs to the project in ${record.project}`, EXIT.usage);
  }
  const request = requestOf(operation, context, args, record);
  const lock = operation === "preview" ? undefined : takeLock(stack.lockFile, `${operation} --stack ${stack.name}`);
  const startTime = new Date().toISOString();
  try {
    const answer = await run(stack, context, request);
    if (operation !== "preview") remember(stack, { operation, args, startTime, answer });
    const exitCode = exitCodeOf(operation, args, answer, context);
    if (args.flag("remove") && exitCode === EXIT.success) await forget(stack, context, answer);
    return exitCode;
  } finally {
    lock?.release();
  }
}

function requestOf(
  operation: EngineOperation,
  context: CommandContext,
  args: Arguments,
  record: StackRecord,
): OperationRequest {
  const config = context.configuration(record);
  const secretKeys = Object.keys(record.config).filter((key) => "secure" in (record.config[key] ?? {}));
  const log = args.text("event-log");
  const eventLog =
    log === undefined || log.startsWith("tcp://") || isAbsolute(log)
      ? log
      : resolve(context.terminal.workingDirectory, log);
  const refresh = args.flag("refresh");
  const selection = selectionOf(args);
  const request = { kind: "operation", operation, config, secretKeys, refresh, selection } as const;
  return eventLog === undefined ? request : { ...request, eventLog };
}

/** @throws Refusal when it says both what to touch and what not to. */
function selectionOf(args: Arguments): SelectionOptions {
  const targets = [...args.list("target"), ...args.list("target-replace")];
  const excludes = args.list("exclude");
  if (targets.length > 0 && excludes.length > 0) {
    throw new Refusal("--target and --exclude cannot be given together", EXIT.usage);
  }
  const dependents = args.flag("target-dependents") || args.flag("exclude-dependents");
  return { targets, excludes, dependents, replaces: [...args.list("replace"), ...args.list("target-replace")] };
}

async function run(stack: StackFolder, context: CommandContext, request: OperationRequest): Promise<OperationAnswer> {
  const { terminal, project } = context;
  const host = await ensureHost(stack, project);
  const answer = await host.ask(request, {
    signal: terminal.signal,
    onText: (stream, text) => (stream === "stdout" ? terminal.out(text) : terminal.error(text)),
  });
  // The host is of this same version.
  return answer as unknown as OperationAnswer;
}

/** `destroy --remove`: the stack goes with its resources. */
async function forget(stack: StackFolder, context: CommandContext, { resourceCount }: OperationAnswer): Promise<void> {
  if (resourceCount > 0) throw new Refusal(`stack '${stack.name}' still has resources, so it was not removed`);
  await runningHost(stack)
    ?.ask({ kind: "stop" })
    .catch(() => undefined);
  stack.remove();
  context.state.unselect(stack.name);
}

interface Done {
  readonly operation: Exclude<EngineOperation, "preview">;
  readonly args: Arguments;
  readonly startTime: string;
  readonly answer: OperationAnswer;
}

function remember(stack: StackFolder, { operation, args, startTime, answer }: Done): void {
  const endTime = new Date().toISOString();
  stack.change((record) => ({ ...record, lastUpdate: endTime, resourceCount: answer.resourceCount }));
  stack.remember({
    kind: KIND[operation],
    startTime,
    message: args.text("message") ?? "",
    environment: { "exec.kind": args.text("exec-kind") ?? "cli" },
    config: stack.read().config,
    result: answer.succeeded ? "succeeded" : "failed",
    endTime,
    resourceChanges: answer.changes,
  });
}

function exitCodeOf(
  operation: EngineOperation,
  args: Arguments,
  { succeeded, cancelled, changes }: OperationAnswer,
  { terminal }: CommandContext,
): ExitCode {
  if (cancelled) {
    terminal.error(`error: ${NOUN[operation]} canceled\n`);
    return EXIT.cancelled;
  }
  if (!succeeded) {
    terminal.error(`error: ${NOUN[operation]} failed\n`);
    return EXIT.deployment;
  }
  const changed = Object.entries(changes).filter(([name, count]) => name !== "same" && count > 0);
  if (args.flag("expect-no-changes") && changed.length > 0) {
    terminal.error(
      `error: no changes were expected but changes occurred: ${printed(Object.fromEntries(changed)).trim()}\n`,
    );
    return EXIT.changes;
  }
  return EXIT.success;
}
