import { WebSocket } from "ws";

/** A client's end of a conversation, as `wscat` has it. */
export interface Conversation {
  send(frame: string | Buffer): void;
  /** Sends what is not text as JSON. */
  say(message: unknown): void;
  /** The next frame, in order of arrival; fails when the connection is closed before it comes. */
  hear(): Promise<string>;
  /** The next frame as JSON. */
  hearJson(): Promise<Record<string, unknown>>;
  /** What has arrived and not been heard. */
  unheard(): readonly string[];
  /** The code and reason of the close, once it has come. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  close(code?: number, reason?: string): Promise<void>;
  /** Ends the connection without a close frame, as a crash does. */
  crash(): void;
}

/** A handshake that was answered with something else than 101. */
export class HandshakeRefused extends Error {
  readonly status: number;
  readonly body: string;

  constructor(status: number, body: string) {
    super(`the handshake was answered with ${status}`);
    this.status = status;
    this.body = body;
  }
}

/**
 * Connects.
 *
 * @throws HandshakeRefused when the server does not switch protocols.
 */
export function connect(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Conversation> {
  const socket = new WebSocket(url, { headers, maxPayload: 256 * 1024 });
  const heard: string[] = [];
  const waiting: { readonly resolve: (frame: string) => void; readonly reject: (error: Error) => void }[] = [];
  let over: Error | undefined;
  socket.on("message", (data) => {
    const frame = data.toString();
    const next = waiting.shift();
    if (next === undefined) heard.push(frame);
    else next.resolve(frame);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on("close", (code, reason) => {
      over = new Error(`the connection was closed with ${code} while a frame was expected`);
      for (const { reject } of waiting.splice(0)) reject(over);
      resolve({ code, reason: reason.toString() });
    });
  });
  const hear = (): Promise<string> => {
    const frame = heard.shift();
    if (frame !== undefined) return Promise.resolve(frame);
    if (over !== undefined) return Promise.reject(over);
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  };
  const conversation: Conversation = {
    // Unpacked, so that a frame is as long as its text: the API takes compression up, and its limits are those of frames.
    send: (frame) => socket.send(frame, { compress: false }),
    say: (message) => socket.send(JSON.stringify(message)),
    hear,
    hearJson: async () => JSON.parse(await hear()) as Record<string, unknown>,
    unheard: () => heard,
    closed,
    close: async (code, reason) => {
      socket.close(code, reason);
      await closed;
    },
    crash: () => socket.terminate(),
  };
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve(conversation));
    socket.once("unexpected-response", (_request, response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += String(chunk);
      });
      response.on("end", () => reject(new HandshakeRefused(response.statusCode ?? 0, body)));
    });
    socket.once("error", reject);
  });
}
