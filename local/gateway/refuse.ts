import type { Duplex } from "node:stream";
import { STATUS_CODES } from "../http.ts";
import { errorFrame, type Failure } from "./failure.ts";
import type { BackendReply } from "./integrations/backend.ts";

/** Who was refused, and when. */
export interface Refused {
  readonly connectionId: string;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly time: number;
}

type Headers = readonly (readonly [name: string, value: string])[];

/**
 * A refusal by the front of API Gateway, which knows no connection yet: an unknown stage, a missing signature. Its
 * request id is a UUID and its header names the error.
 */
export function refuseAtFront(
  socket: Duplex,
  { status, errorType, message }: { readonly status: number; readonly errorType?: string; readonly message: string },
  { requestId, time }: Pick<Refused, "requestId" | "time">,
): void {
  const headers = [
    ["x-amzn-RequestId", requestId],
    ...(errorType === undefined ? [] : [["x-amzn-ErrorType", errorType] as const]),
  ] as const;
  end(socket, status, "application/json", headers, JSON.stringify({ message }), time);
}

/** A refusal by the API: its body has the shape of an error frame, and its header the id of the event. */
export function refuseWith(socket: Duplex, { status, frame }: Failure, refused: Refused): void {
  const { connectionId, requestId, time } = refused;
  const body = errorFrame(frame, connectionId, requestId);
  end(socket, status, "application/json; charset=UTF-8", [["x-amz-apigw-id", requestId]], body, time);
}

/** `$connect` answered something other than 2xx: its status, its body and, from a proxy integration, its headers. */
export function refuseAsAnswered(socket: Duplex, { status, body, proxied }: BackendReply, refused: Refused): void {
  const { requestId, time } = refused;
  const own = (proxied ?? []).filter(([name]) => !WITHHELD.has(name.toLowerCase()));
  const type = own.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "application/json";
  const others = own.filter(([name]) => name.toLowerCase() !== "content-type");
  end(socket, status, type, [["x-amz-apigw-id", requestId], ...others], body, time);
}

/** What only the gateway's own connection can say. */
const WITHHELD = new Set([
  "connection",
  "upgrade",
  "content-length",
  "transfer-encoding",
  "sec-websocket-accept",
  "date",
]);

function end(socket: Duplex, status: number, type: string, headers: Headers, body: string, time: number): void {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Unknown"}`,
    `Date: ${new Date(time).toUTCString()}`,
    `Content-Type: ${oneLine(type)}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
    ...headers.map(([name, value]) => `${oneLine(name)}: ${oneLine(value)}`),
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}

/** A function's header must not become two. */
function oneLine(text: string): string {
  return text.replace(/[\r\n]+/g, " ");
}
