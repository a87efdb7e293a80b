import { isAbsolute, resolve } from "node:path";
import type { EngineOperation } from "../../engine/events.ts";
import { ensureHost } from "../process/host-client.ts";
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
    options: operation === "destroy" ? { ...OPERATION_OPTIONS, remove: { type: "boolean" } } : OPERATION_OPTIONS,
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
    return exitCodeOf(operation, args, answer, context);
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
  const request = { kind: "operation", operation, config, secretKeys, refresh } as const;
  return eventLog === undefined ? request : { ...request, eventLog };
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
