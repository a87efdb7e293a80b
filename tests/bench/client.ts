import { WebSocket } from "ws";

/** A WebSocket client that is asked nothing it need not do. */
export class Client {
  readonly #socket: WebSocket;
  readonly #heard: string[] = [];
  #listener: ((frame: string) => void) | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => {
      const frame = data.toString();
      const listener = this.#listener;
      this.#listener = undefined;
      if (listener === undefined) this.#heard.push(frame);
      else listener(frame);
    });
  }

  static open(url: string): Promise<Client> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    return new Promise((resolve, reject) => {
      const client = new Client(socket);
      socket.once("open", () => resolve(client));
      socket.once("error", reject);
    });
  }

  /** Opens many, some at a time. */
  static async openMany(url: string, count: number): Promise<readonly Client[]> {
    const clients: Client[] = [];
    while (clients.length < count) {
      const more = Math.min(HANDSHAKES_AT_ONCE, count - clients.length);
      clients.push(...(await Promise.all(Array.from({ length: more }, () => Client.open(url)))));
    }
    return clients;
  }

  send(frame: string): void {
    this.#socket.send(frame);
  }

  /** The next frame. */
  hear(): Promise<string> {
    const frame = this.#heard.shift();
    return frame === undefined
      ? new Promise((resolve) => {
          this.#listener = resolve;
        })
      : Promise.resolve(frame);
  }

  /** Sends a frame and hears the answer. @throws Error when the answer does not hold `expected`. */
  async ask(frame: string, expected: string): Promise<string> {
    this.send(frame);
    const answer = await this.hear();
    if (!answer.includes(expected)) throw new Error(`${frame} was answered with ${answer}`);
    return answer;
  }

  close(): void {
    this.#socket.terminate();
  }
}

const HANDSHAKES_AT_ONCE = 50;
