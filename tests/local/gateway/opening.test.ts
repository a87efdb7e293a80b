import { readFileSync } from "node:fs";
import { connect as connectSocket, type Socket } from "node:net";
import { expect } from "chai";
import { WebSocket } from "ws";
import type { JsonObject } from "../../../local/json.ts";
import { deployApi, fakeLambda, type Harness, LAMBDA_ROUTE, mockRoute, startGateway } from "./harness.ts";

interface Case {
  readonly name: string;
  readonly request: Readonly<Record<string, string>>;
  readonly chosen?: string;
  readonly lines: readonly string[];
}

const { cases }: { cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL("../../cases/gateway/openings.json", import.meta.url), "utf8"),
);

const COMMON = ["Connection: upgrade", "upgrade: websocket", "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="];

function handshake(path: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({
    Host: "localhost",
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  return [`GET ${path} HTTP/1.1`, ...lines, "", ""].join("\r\n");
}

/** A short text as a client frames it; a mask of zeros leaves it readable. */
function maskedText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
}

/** The lines of the answer to a handshake. */
function opening(port: number, path: string, headers: Readonly<Record<string, string>>): Promise<string[]> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket: Socket = connectSocket(port, "127.0.0.1", () => socket.write(handshake(path, headers)));
    socket.on("error", reject).on("data", (data: Buffer) => {
      answer += data.toString("latin1");
      const end = answer.indexOf("\r\n\r\n");
      if (end < 0) return;
      socket.destroy();
      resolve(answer.slice(0, end).split("\r\n"));
    });
  });
}

describe("Openings", () => {
  let harness: Harness;
  let answer: (event: JsonObject) => unknown;

  beforeEach(async () => {
    answer = () => ({ statusCode: 200 });
    harness = await startGateway([fakeLambda((event) => answer(event))]);
  });

  afterEach(() => harness.stop());

  for (const one of cases) {
    it(one.name, async () => {
      if (one.chosen !== undefined) {
        answer = () => ({ statusCode: 200, headers: { "Sec-WebSocket-Protocol": one.chosen } });
      }
      const { apiId } = await deployApi(harness, [{ key: "$connect", ...LAMBDA_ROUTE }]);
      const [status, date, ...lines] = await opening(harness.port, `/${apiId}/dev`, one.request);
      expect(status).to.equal("HTTP/1.1 101 Switching Protocols");
      expect(date).to.equal(`Date: ${new Date(harness.clock.now()).toUTCString()}`);
      expect(lines).to.deep.equal([...COMMON, ...one.lines]);
    });
  }

  it("takes compressed messages, however small their frames, and answers with plain ones", async () => {
    answer = ({ body }) => ({ statusCode: 200, body: JSON.parse(String(body)).text });
    const { url } = await deployApi(harness, [{ key: "a", ...LAMBDA_ROUTE }]);
    const client = await compressing(url);
    expect(client.extensions).to.equal("permessage-deflate");
    const sent = JSON.stringify({ action: "a", text: "é".repeat(50_000) });
    expect(await exchange(client, sent)).to.equal("é".repeat(50_000));
    expect(await exchange(client, '{"action":"a","text":"short"}')).to.equal("short");
    client.terminate();
  });

  it("packs nothing on the way to a client: the first byte of a frame has no RSV1", async () => {
    const { apiId } = await deployApi(harness, [mockRoute("a", "answer")]);
    const offer = { "Sec-WebSocket-Extensions": "permessage-deflate" };
    const first = await new Promise<number>((resolve, reject) => {
      const socket: Socket = connectSocket(harness.port, "127.0.0.1", () => {
        socket.write(handshake(`/${apiId}/dev`, offer));
      });
      let seen = Buffer.alloc(0);
      let asked = false;
      socket.on("error", reject).on("data", (data: Buffer) => {
        seen = Buffer.concat([seen, data]);
        const end = seen.indexOf("\r\n\r\n");
        if (end < 0) return;
        if (!asked) socket.write(maskedText('{"action":"a"}'));
        asked = true;
        const frame = seen[end + 4];
        if (frame === undefined) return;
        socket.destroy();
        resolve(frame);
      });
    });
    expect(first.toString(16)).to.equal("81");
  });

  it("ends what is longer than 128 KB when it is unpacked", async () => {
    const { url } = await deployApi(harness, [mockRoute("a", "never")]);
    const client = await compressing(url);
    const closed = new Promise((resolve) => client.once("close", resolve));
    client.send("a".repeat(128 * 1024 + 1));
    expect(await closed).to.equal(1009);
  });

  it("tells $disconnect of a client that left before $connect was over", async () => {
    const events: unknown[] = [];
    let connected: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      connected = resolve;
    });
    let admit: () => void = () => undefined;
    const admitted = new Promise<void>((resolve) => {
      admit = resolve;
    });
    const over = new Promise<void>((resolve) => {
      answer = async ({ requestContext }) => {
        const { eventType } = requestContext as JsonObject;
        events.push(eventType);
        if (eventType === "DISCONNECT") resolve();
        connected();
        await admitted;
        return { statusCode: 200 };
      };
    });
    const routes = ["$connect", "$disconnect"].map((key) => ({ key, ...LAMBDA_ROUTE }));
    const { apiId } = await deployApi(harness, routes);
    const socket = connectSocket(harness.port, "127.0.0.1", () => socket.write(handshake(`/${apiId}/dev`, {})));
    await asked;
    const gone = new Promise((resolve) => socket.once("close", resolve));
    socket.destroy();
    await gone;
    admit();
    await over;
    expect(events).to.deep.equal(["CONNECT", "DISCONNECT"]);
  });
});

function compressing(url: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const client = new WebSocket(url, { perMessageDeflate: { threshold: 0 } });
    client.once("open", () => resolve(client)).once("error", reject);
  });
}

function exchange(client: WebSocket, frame: string): Promise<string> {
  return new Promise((resolve) => {
    client.once("message", (data: Buffer) => resolve(data.toString("utf8")));
    client.send(frame);
  });
}
