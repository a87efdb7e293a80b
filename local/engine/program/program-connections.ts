import { createServer, type Server, type Socket } from "node:net";

/** Where a program reaches the engine. Its connections wait until someone takes them. */
export interface ProgramConnections {
  readonly address: string;
  /** Gives each connection, those that came before included, to `take`. */
  each(take: (socket: Socket) => void): void;
  /** Takes no more connections. */
  close(): void;
  /** Ends those that there are as well. */
  destroy(): void;
}

/** Starts to listen for a program. */
export async function listenForProgram(): Promise<ProgramConnections> {
  const open = new Set<Socket>();
  const waiting: Socket[] = [];
  let taker: ((socket: Socket) => void) | undefined;
  const listener = createServer({ pauseOnConnect: true }, (socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    if (taker === undefined) waiting.push(socket);
    else taker(socket);
  });
  const address = await listening(listener);
  return {
    address,
    each: (take) => {
      taker = take;
      for (const socket of waiting.splice(0)) take(socket);
    },
    close: () => void listener.close(),
    destroy: () => {
      listener.close();
      for (const socket of open) socket.destroy();
    },
  };
}

function listening(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? `127.0.0.1:${address.port}` : "");
    });
  });
}
