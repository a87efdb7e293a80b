import type { Exchange } from "./exchange.ts";
import type { LogWriter } from "./log-writer.ts";

/** Writes what a finished request has to say to the stage's access log and execution log. */
export function writeLogs(exchange: Exchange, writer: LogWriter): void {
  const { stage, report } = exchange;
  if (stage.accessLog !== undefined && stage.accessLogGroup !== undefined) {
    writer.write(stage.accessLogGroup, stage.accessLog(exchange), false);
  }
  if (report.trace === undefined) return;
  const settings = stage.settings(exchange.routeKey);
  if (settings.LoggingLevel === "ERROR" && report.error === undefined) return;
  const group = `/aws/apigateway/${stage.apiId}/${stage.name}`;
  const details =
    settings.DataTraceEnabled === true ? report.trace : report.trace.filter((line) => !PAYLOAD.test(line));
  const lines =
    settings.LoggingLevel === "INFO" ? [...opening(exchange), ...details, ...closing(exchange)] : closing(exchange);
  for (const line of lines) writer.write(group, `(${exchange.requestId}) ${line}`, true);
}

/** Lines that hold messages; only `DataTraceEnabled` writes them. */
const PAYLOAD = /^Endpoint (?:request|response) (?:headers|body)/;

/** The lines that begin every request (websocket-api.md §9.4, a real log). */
function opening({ requestId, routeKey, connection, stage, eventType }: Exchange): string[] {
  const agent = connection.userAgent ?? "null";
  const client = `Client [UserAgent: ${agent}, SourceIp: ${connection.sourceIp}]`;
  const what = { CONNECT: "is connecting to", MESSAGE: "sent a message to", DISCONNECT: "is disconnecting from" }[
    eventType
  ];
  return [
    `Extended Request Id: ${requestId}`,
    `Verifying Usage Plan for request: ${requestId}. API Key:  API Stage: ${stage.apiId}/${stage.name}`,
    `API Key  authorized because route '${routeKey}' does not require API Key. Request will not contribute to throttle or quota limits`,
    `Usage Plan check succeeded for API Key  and API Stage ${stage.apiId}/${stage.name}`,
    `Starting execution for request: ${requestId}`,
    `WebSocket Request Route: [${routeKey}]`,
    `${client} ${what} WebSocket API [${stage.apiId}].`,
  ];
}

function closing({ report }: Exchange): string[] {
  const lines: string[] = [];
  if (report.validation !== undefined) {
    lines.push(`Request body does not match model schema for content type application/json: ${report.validation}`);
  }
  if (report.error !== undefined) lines.push(`Execution failed: ${report.error}`);
  lines.push(`Method completed with status: ${report.status}`);
  return lines;
}
