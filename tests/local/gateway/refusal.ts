import { request } from "node:http";
import { connect } from "./harness.ts";

/** The status a handshake ends with; 101 connections are closed again. */
export async function statusOf(url: string, options?: Parameters<typeof connect>[1]): Promise<number> {
  try {
    const client = await connect(url, options);
    client.socket.terminate();
    return 101;
  } catch (error) {
    return Number(error instanceof Error ? error.message : error);
  }
}

export interface Refusal {
  readonly status: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A refused handshake, with its headers as they were spelled. */
export function refusal(port: number, path: string, headers: Record<string, string> = {}): Promise<Refusal> {
  return new Promise((resolve, reject) => {
    const upgrade = {
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
      "Sec-WebSocket-Version": "13",
      ...headers,
    };
    const sent = request({ port, path, headers: upgrade }, (response) => {
      response.setEncoding("utf8");
      let body = "";
      response.on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () => {
        const { statusCode, statusMessage, rawHeaders } = response;
        resolve({ status: `${statusCode} ${statusMessage}`, headers: joined(rawHeaders), body });
      });
    });
    sent.on("error", reject);
    sent.end();
  });
}

function joined(raw: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name = "", value = ""] = raw.slice(index, index + 2);
    if (name === "Date" || name === "Connection") continue;
    found[name] = found[name] === undefined ? value : `${found[name]}, ${value}`;
  }
  return found;
}

/** Headers with `REQ` and `UUID` for the ids in them. */
export function masked(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      value.replace(/^[\w-]{15}=$/, "REQ").replace(/^[0-9a-f-]{36}$/, "UUID"),
    ]),
  );
}

/** An error body with `CONN` and `REQ` for its ids. */
export function unnamed(body: string): string {
  return body
    .replace(/"connectionId":"[\w-]{15}="/, '"connectionId":"CONN"')
    .replace(/"requestId":"[\w-]{15}="/, '"requestId":"REQ"');
}
