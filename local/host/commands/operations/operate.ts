import { resolve } from "node:path";
import type { EngineOperation } from "../../../engine/events.ts";
import type { SelectionOptions } from "../../../engine/selection.ts";
import { ensureHost } from "../../process/host-client.ts";
import { isPlanning, type OperationAnswer, type OperationRequest } from "../../process/protocol.ts";
import { EXIT, type ExitCode, Refusal } from "../../refusal.ts";
import { takeLock } from "../../state/lock.ts";
import type { StackFolder, StackRecord, UpdateRecord } from "../../state/stack-folder.ts";
import { type Arguments, JSON_OPTION, type Options, SECRETS_OPTION } from "../arguments.ts";
import { type CommandContext, printed } from "../command.ts";
import { storeGiven } from "../config/config.ts";

/** What every operation may be told. Anything else is refused by name rather than ignored. */
export const COMMON_OPERATION_OPTIONS: Options = {
  ...JSON_OPTION,
  ...SECRETS_OPTION,
  "exec-kind": { type: "string" },
  "exec-agent": { type: "string" },
  client: { type: "string" },
  "event-log": { type: "string" },
  message: { type: "string", short: "m" },
  "skip-preview": { type: "boolean" },
  diff: { type: "boolean" },
  debug: { type: "boolean", short: "d" },
  parallel: { type: "string", short: "p" },
  "suppress-outputs": { type: "boolean" },
  // There are neither dots of progress nor links, so nothing is left to do for these two.
  "suppress-progress": { type: "boolean" },
  "suppress-permalink": { type: "boolean" },
  "config-file": { type: "string" },
  config: { type: "string", short: "c", multiple: true },
};

/** What an operation is about, besides its options. */
export type OperationExtras = Partial<Pick<OperationRequest, "imports" | "names" | "plan" | "savesPlan">>;

/** How an operation ended. */
export interface Operated {
  readonly exitCode: ExitCode;
  readonly answer: OperationAnswer;
}

const KIND = {
  up: "update",
  refresh: "refresh",
  destroy: "destroy",
  import: "resource-import",
} as const satisfies Record<Exclude<EngineOperation, "preview">, UpdateRecord["kind"]>;

/** How the CLI calls each where it has failed. */
const NOUN: Readonly<Record<EngineOperation, string>> = {
  preview: "preview",
  up: "update",
  refresh: "refresh",
  destroy: "destroy",
  import: "import",
};

/**
 * Runs an operation in the stack's host.
 *
 * @throws Refusal when the stack is another project's, locked, or nobody has confirmed.
 */
export async function operate(
  operation: EngineOperation,
  context: CommandContext,
  args: Arguments,
  extras: OperationExtras = {},
): Promise<Operated> {
  const stack = context.stack(args);
  const { project } = stack.read();
  if (!context.owns(stack.read())) {
    throw new Refusal(`stack '${stack.name}' belongs to the project in ${project}`, EXIT.usage);
  }
  await storeGiven(context, args);
  const record = stack.read();
  const request = { ...requestOf(operation, context, args, record), ...extras };
  if (isPlanning(request)) return run(stack, context, args, request);
  await confirm(stack, context, args, request);
  const lock = takeLock(stack.lockFile, `${operation} --stack ${stack.name}`);
  const startTime = new Date().toISOString();
  try {
    const operated = await run(stack, context, args, request);
    if (operation !== "preview") remember(stack, { operation, args, startTime, answer: operated.answer });
    return operated;
  } finally {
    lock.release();
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
  const path = (text: string): string => resolve(context.terminal.workingDirectory, text);
  const [log, configFile] = [args.text("event-log"), args.text("config-file")];
  return {
    kind: "operation",
    operation,
    project: context.project,
    config,
    secretKeys,
    refresh: args.flag("refresh"),
    selection: selectionOf(args),
    previewOnly: args.flag("preview-only"),
    runProgram: takesProgram(operation) && args.flag("run-program", isSet(context, "PULUMI_RUN_PROGRAM")),
    continueOnError: args.flag("continue-on-error", isSet(context, "PULUMI_CONTINUE_ON_ERROR")),
    parallel: parallelOf(context, args),
    excludeProtected: args.flag("exclude-protected"),
    savesPlan: false,
    client: args.text("client"),
    configFile: configFile === undefined ? undefined : path(configFile),
    shown: {
      json: args.flag("json"),
      diff: args.flag("diff"),
      debug: args.flag("debug"),
      outputs: !args.flag("suppress-outputs"),
      secrets: args.flag("show-secrets"),
    },
    ...(log === undefined ? {} : { eventLog: log.startsWith("tcp://") ? log : path(log) }),
  };
}

/**
 * How many resources are worked at at once: `--parallel`, else `PULUMI_PARALLEL`. As in the CLI, whatever is not more than 1
 * is one after the other, and a variable that is no number counts for nothing.
 *
 * @returns undefined for as many as there are.
 */
function parallelOf({ terminal }: CommandContext, args: Arguments): number | undefined {
  const text = args.text("parallel");
  const isNumber = (word: string): boolean => /^[+-]?\d{1,9}$/.test(word);
  if (text !== undefined && !isNumber(text)) {
    throw new Refusal(`--parallel is a whole number, not ${JSON.stringify(text)}`, EXIT.usage);
  }
  const { PULUMI_PARALLEL: variable = "" } = terminal.environment;
  if (text !== undefined) return Math.max(1, Number(text));
  return isNumber(variable) && Number(variable) > 0 ? Number(variable) : undefined;
}

/** Whether an operation runs the program only when it is asked to. */
function takesProgram(operation: EngineOperation): boolean {
  return operation === "refresh" || operation === "destroy";
}

/** Whether a variable says yes, as the CLI reads them (`sdk/go/common/util/env`, `Bool`). */
function isSet({ terminal }: CommandContext, variable: string): boolean {
  return ["true", "1"].includes((terminal.environment[variable] ?? "").toLowerCase());
}

/** @throws Refusal when it says both what to touch and what not to. */
function selectionOf(args: Arguments): SelectionOptions {
  const targets = [...args.list("target"), ...args.list("target-replace")];
  const excludes = args.list("exclude");
  if (targets.length > 0 && excludes.length > 0) {
    throw new Refusal("--target and --exclude cannot be given together", EXIT.usage);
  }
  if (targets.length > 0 && args.flag("exclude-protected")) {
    throw new Refusal("--target and --exclude-protected cannot be given together", EXIT.usage);
  }
  const dependents = args.flag("target-dependents") || args.flag("exclude-dependents");
  return { targets, excludes, dependents, replaces: [...args.list("replace"), ...args.list("target-replace")] };
}

/** Nothing is changed that nobody has said yes to: on the command line or, having seen a preview, at the terminal. */
async function confirm(
  stack: StackFolder,
  context: CommandContext,
  args: Arguments,
  request: OperationRequest,
): Promise<void> {
  const { terminal } = context;
  if (args.flag("yes") || args.flag("skip-preview") || isSet(context, "PULUMI_SKIP_CONFIRMATIONS")) return;
  if (terminal.ask === undefined || args.flag("non-interactive")) {
    throw new Refusal(
      "--yes or --skip-preview must be passed in to proceed when running in non-interactive mode",
      EXIT.usage,
    );
  }
  const { operation } = request;
  const dry: OperationRequest =
    operation === "up" ? { ...request, operation: "preview" } : { ...request, previewOnly: true };
  const { exitCode } = await run(stack, context, args, dry);
  const noun = NOUN[operation];
  if (exitCode !== EXIT.success) throw new Refusal(`${noun} not started`, exitCode);
  const answer = await terminal.ask(`Do you want to perform this ${noun}? (yes/no) `);
  if (!/^y(es)?$/i.test(answer.trim())) {
    throw new Refusal(`confirmation declined, not proceeding with the ${noun}`, EXIT.cancelled);
  }
}

async function run(
  stack: StackFolder,
  context: CommandContext,
  args: Arguments,
  request: OperationRequest,
): Promise<Operated> {
  const { terminal, project } = context;
  const host = await ensureHost(stack, project);
  // The host is of this same version.
  const answer = (await host.ask(request, {
    signal: terminal.signal,
    onText: (stream, text) => (stream === "stdout" ? terminal.out(text) : terminal.error(text)),
  })) as unknown as OperationAnswer;
  return { answer, exitCode: exitCodeOf(request, args, answer, context) };
}

interface Done {
  readonly operation: Exclude<EngineOperation, "preview">;
  readonly args: Arguments;
  readonly startTime: string;
  readonly answer: OperationAnswer;
}

function remember(stack: StackFolder, { operation, args, startTime, answer }: Done): void {
  const endTime = new Date().toISOString();
  const agent = args.text("exec-agent");
  stack.change((record) => ({ ...record, lastUpdate: endTime }));
  stack.remember({
    kind: KIND[operation],
    startTime,
    message: args.text("message") ?? "",
    environment: {
      "exec.kind": args.text("exec-kind") ?? "cli",
      ...(agent === undefined ? {} : { "exec.agent": agent }),
    },
    config: stack.read().config,
    result: answer.succeeded ? "succeeded" : "failed",
    endTime,
    resourceChanges: answer.changes,
  });
}

function exitCodeOf(
  request: OperationRequest,
  args: Arguments,
  { succeeded, cancelled, changes }: OperationAnswer,
  { terminal }: CommandContext,
): ExitCode {
  const noun = NOUN[request.operation];
  if (cancelled) {
    terminal.error(`error: ${noun} canceled\n`);
    return EXIT.cancelled;
  }
  if (!succeeded) {
    terminal.error(`error: ${noun} failed\n`);
    return EXIT.deployment;
  }
  const changed = Object.entries(changes).filter(([name, count]) => name !== "same" && count > 0);
  if (args.flag("expect-no-changes") && changed.length > 0) {
    const what = isPlanning(request) ? "proposed" : "occurred";
    terminal.error(
      `error: no changes were expected but changes were ${what}: ${printed(Object.fromEntries(changed)).trim()}\n`,
    );
    return EXIT.changes;
  }
  return EXIT.success;
}
