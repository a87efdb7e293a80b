import type { Engine } from "../../engine/engine.ts";
import type { EngineEvent } from "../../engine/events.ts";
import type { Log } from "../../log.ts";
import { DiffDisplay } from "../report/diff-display.ts";
import { Display } from "../report/display.ts";
import { cliEvent, type EventContext } from "../report/engine-event.ts";
import { openEventLog } from "../report/event-log.ts";
import { JsonLines } from "../report/json-lines.ts";
import { PreviewDigest } from "../report/preview-digest.ts";
import { SECRET_TEXT } from "../report/secret-text.ts";
import { isPlanning, type OperationRequest } from "./protocol.ts";

/** Takes the events of an operation. */
export interface Report {
  onEvent(event: EngineEvent): void;
  /** Resolves when whoever listens has them all. */
  close(): Promise<void>;
}

/** What the report of an operation is made with. */
export interface ReportOptions {
  readonly engine: Pick<Engine, "outputs">;
  readonly request: OperationRequest;
  readonly stack: string;
  readonly eventLog: string | undefined;
  readonly log: Log;
  readonly write: (stream: "stdout" | "stderr", text: string) => void;
}

/** Tells an operation's events twice: as text to the command, and as data to the event log. */
export function createReport(options: ReportOptions): Report {
  const { request, eventLog, log } = options;
  const context: EventContext = {
    planning: isPlanning(request),
    config: masked(request),
    secrets: request.shown.secrets,
  };
  const display = displayOf(options, context);
  if (eventLog === undefined) return { onEvent: (event) => display.show(event), close: async () => undefined };

  const events = openEventLog(eventLog, log);
  return {
    onEvent: (event: EngineEvent) => {
      display.show(event);
      const told = cliEvent(event, context);
      if (told !== undefined) events.write(told);
    },
    close: () => {
      events.write({ cancelEvent: {} });
      return events.close();
    },
  };
}

function displayOf(options: ReportOptions, context: EventContext): { show(event: EngineEvent): void } {
  const { engine, request, stack } = options;
  const { operation, shown } = request;
  const write = (text: string): void => options.write("stdout", text);
  if (shown.json)
    return operation === "preview" ? new PreviewDigest(context, shown.outputs, write) : new JsonLines(context, write);
  const { debug, outputs, secrets } = shown;
  const { planning } = context;
  const previousOutputs = engine.outputs();
  const common = { operation, stack, planning, outputs, secrets, previousOutputs, write };
  const display = new Display({ ...common, debug });
  return shown.diff ? new DiffDisplay({ ...common, rest: display }) : display;
}

function masked({ config, secretKeys }: OperationRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, secretKeys.includes(key) ? SECRET_TEXT : value]),
  );
}
