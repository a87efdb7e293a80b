import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

/** Keeps requests and handshakes waiting while what serves them is being made, so that none meets a half-made system. */
export class Gate {
  #waiting: { readonly socket: Socket; readonly serve: () => void }[] | undefined = [];

  /** A listener that hears of a request once the gate is open. */
  behind<Rest extends readonly unknown[]>(
    listener: (request: IncomingMessage, ...rest: Rest) => void,
  ): typeof listener {
    return (request, ...rest) => {
      if (this.#waiting === undefined) {
        listener(request, ...rest);
        return;
      }
      // Nobody else listens to the socket of a handshake yet, and an error that nobody hears ends the process.
      request.socket.on("error", () => undefined);
      this.#waiting.push({ socket: request.socket, serve: () => listener(request, ...rest) });
    };
  }

  /** Lets in those that wait, in the order in which they came, and from now on everybody. */
  open(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    // Who has left may have asked again meanwhile, and would be served twice.
    for (const { socket, serve } of waiting) if (!socket.destroyed) serve();
  }

  /** Turns away those that wait. */
  close(): void {
    for (const { socket } of this.#waiting?.splice(0) ?? []) socket.destroy();
  }
}
