import type { EngineEvent } from "../../engine/events.ts";
import type { ResourceRecord } from "../../engine/state.ts";
import type { Log } from "../../log.ts";
import { Display } from "../report/display.ts";
import { cliEvent, type EventContext } from "../report/engine-event.ts";
import { openEventLog } from "../report/event-log.ts";
import { SECRET_TEXT } from "../report/secret-text.ts";
import type { Report, ReportedEngine } from "./host.ts";
import type { OperationRequest } from "./protocol.ts";

/** What the report of an operation is made with. */
export interface ReportOptions {
  readonly engine: ReportedEngine;
  readonly request: OperationRequest;
  readonly stack: string;
  readonly eventLog: string | undefined;
  readonly log: Log;
  readonly write: (stream: "stdout" | "stderr", text: string) => void;
}

/** Tells an operation's events twice: as text to the command, and as data to the event log. */
export function createReport({ engine, request, stack, eventLog, log, write }: ReportOptions): Report {
  const { operation } = request;
  const display = new Display({
    operation,
    stack,
    previousOutputs: engine.outputs(),
    write: (text) => write("stdout", text),
  });
  if (eventLog === undefined) return { onEvent: (event) => display.show(event), close: async () => undefined };

  const events = openEventLog(eventLog, log);
  // Deleted resources are told of after they have left the state.
  const known = new Map<string, ResourceRecord>(engine.resources().map((record) => [record.urn, record]));
  const context: EventContext = {
    planning: operation === "preview",
    config: masked(request),
    find: (urn) => known.get(urn),
  };
  return {
    onEvent: (event: EngineEvent) => {
      display.show(event);
      if (event.kind === "step-finished") {
        for (const record of engine.resources()) known.set(record.urn, record);
      }
      const told = cliEvent(event, context);
      if (told !== undefined) events.write(told);
    },
    close: () => {
      events.write({ cancelEvent: {} });
      return events.close();
    },
  };
}

function masked({ config, secretKeys }: OperationRequest): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, secretKeys.includes(key) ? SECRET_TEXT : value]),
  );
}
