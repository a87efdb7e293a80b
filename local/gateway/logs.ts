import { logContext } from "./access-log.ts";
import type { Exchange } from "./exchange.ts";
import type { LogWriter } from "./log-writer.ts";

/** Writes what a finished request has to say to the stage's access log and execution log. */
export function writeLogs(exchange: Exchange, writer: LogWriter): void {
  const { stage, report, routeKey, requestId } = exchange;
  if (stage.accessLog !== undefined && stage.accessLogGroup !== undefined) {
    writer.write(stage.accessLogGroup, stage.accessLog(logContext(exchange)), false);
  }
  if (report.trace === undefined) return;
  const { LoggingLevel: level, DataTraceEnabled: data } = stage.settings(routeKey);
  const seen = report.trace.seen(level, data);
  const failed = failures(exchange);
  const lines =
    level === "INFO" ? [...opening(exchange), ...seen, ...failed, ...closing(exchange)] : [...seen, ...failed];
  for (const line of lines) writer.write(stage.executionLogGroup, `(${requestId}) ${line}`, true);
}

/**
 * The lines that begin every request: a log of SO67640010 for `$connect`, the sentence on messages from
 * radkawar/stackd.
 */
function opening({ requestId, routeKey, connection, stage, eventType }: Exchange): string[] {
  const key = eventType === "CONNECT" && connection.apiKey !== undefined ? masked(connection.apiKey.value) : "";
  const freely = `API Key  authorized because route '${routeKey}' does not require API Key. Request will not contribute to throttle or quota limits`;
  const lines = [
    `Extended Request Id: ${requestId}`,
    `Verifying Usage Plan for request: ${requestId}. API Key: ${key} API Stage: ${stage.apiId}/${stage.name}`,
    ...(key === "" ? [freely] : []),
    `Usage Plan check succeeded for API Key ${key} and API Stage ${stage.apiId}/${stage.name}`,
    `Starting execution for request: ${requestId}`,
    `WebSocket Request Route: [${routeKey}]`,
  ];
  switch (eventType) {
    case "CONNECT": {
      const client = `[UserAgent: ${connection.userAgent ?? "null"}, SourceIp: ${connection.sourceIp}]`;
      return [...lines, `Client ${client} is connecting to WebSocket API [${stage.apiId}].`];
    }
    case "MESSAGE":
      return [
        ...lines,
        `WebSocket API [${stage.apiId}] received message from client [Connection Id: ${connection.id}].`,
      ];
    case "DISCONNECT":
      return lines;
    default: {
      const never: never = eventType;
      throw new Error(`unknown event type ${String(never)}`);
    }
  }
}

/** Keys show their last six characters, as in the execution logs of REST APIs. */
function masked(value: string): string {
  return value.slice(-6).padStart(value.length, "*");
}

function failures({ report }: Exchange): string[] {
  const lines: string[] = [];
  if (report.validation !== undefined) {
    lines.push(`Request body does not match model schema for content type application/json: ${report.validation}`);
  }
  if (report.error !== undefined) lines.push(`Execution failed: ${report.error}`);
  return lines;
}

/** How it ended, in the words that radkawar/stackd gives as AWS's. */
function closing({ eventType, connection, stage, report, disconnection }: Exchange): string[] {
  const client = `[Connection Id: ${connection.id}]`;
  const api = `API [${stage.apiId}]`;
  const answered = report.integrationStatus !== undefined;
  switch (eventType) {
    case "CONNECT":
      return report.error === undefined && report.status < 300
        ? [`Client ${client} connected to ${api} successfully.`]
        : [];
    case "MESSAGE":
      return answered
        ? [`Message from client ${client} sent to ${api} with response status code [${report.status}].`]
        : [];
    case "DISCONNECT": {
      const integration = answered ? ` with integration response status code [${report.status}]` : "";
      const reason = `[${disconnection?.code}: ${disconnection?.reason}]`;
      return [`Client ${client} disconnected from ${api}${integration}. Close reason: ${reason}`];
    }
    default: {
      const never: never = eventType;
      throw new Error(`unknown event type ${String(never)}`);
    }
  }
}
