import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { Client } from "../client.ts";
import type { Figure } from "../figure.ts";
import { oneAfterAnother, together } from "../load.ts";
import { median, rounded } from "../statistics.ts";
import { startSystem } from "../system.ts";

const SOCKETS = 50;
const SECONDS = 3;

/** A kind of frame, its answer, and what is aimed at. */
interface Kind {
  readonly name: string;
  readonly frame: string;
  readonly answer: string;
  readonly times: number;
  readonly latency?: string;
  readonly rate?: string;
}

const KINDS: readonly Kind[] = [
  { name: "MOCK frame", frame: '{"action":"ping","n":1}', answer: "pong", times: 2000 },
  {
    name: "Lambda echo frame",
    frame: '{"action":"echo","n":1}',
    answer: "execution",
    times: 2000,
    latency: "≤ 0.6 ms",
    rate: "≥ 6000",
  },
  {
    name: "StartSyncExecution frame, no wait",
    frame: '{"action":"sync_sfn","data":"123456"}',
    answer: "SUCCEEDED",
    times: 1000,
    latency: "≤ 2 ms",
  },
];

/** Round trips of one socket, and messages per second of 50 with one message under way on each. */
export async function frames(): Promise<readonly Figure[]> {
  const figures = await ceiling();
  const system = await startSystem({ waitSeconds: "0" });
  for (const { name, frame, answer, times, latency, rate } of KINDS) {
    const clients = await Client.openMany(system.output("webSocketUrl"), SOCKETS);
    const [first] = clients;
    if (first === undefined) throw new Error("there is no client");
    const took = await oneAfterAnother(times, () => first.ask(frame, answer));
    const { perSecond, note } = await together(clients, SECONDS, (client) => client.ask(frame, answer), system.pid);
    figures.push(
      { name: `${name}, p50`, value: rounded(median(took)), unit: "ms", ...(latency && { aim: latency }) },
      {
        name: `${name}, ${SOCKETS} sockets`,
        value: Math.round(perSecond),
        unit: "/s",
        note,
        ...(rate && { aim: rate }),
      },
      {
        name: `memory after ${name}s`,
        value: Math.round(system.memory()),
        unit: "MiB",
        ...(rate && { aim: "≤ 300 MiB" }),
      },
    );
    for (const client of clients) client.close();
  }
  await system.stop();
  return figures;
}

/** What the client and `ws` alone can do on this machine: the server echoes, in a process that does nothing else. */
async function ceiling(): Promise<Figure[]> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false });
  server.on("connection", (socket) => socket.on("message", (data) => socket.send(data.toString())));
  await new Promise((resolve) => server.once("listening", resolve));
  const clients = await Client.openMany(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, SOCKETS);
  const [first] = clients;
  if (first === undefined) throw new Error("there is no client");
  const took = await oneAfterAnother(2000, () => first.ask("{}", "{}"));
  const { perSecond } = await together(clients, SECONDS, (client) => client.ask("{}", "{}"), process.pid);
  for (const client of clients) client.close();
  server.close();
  const note = "server and client in one process";
  return [
    { name: "bare ws echo, p50", value: rounded(median(took)), unit: "ms", note },
    { name: `bare ws echo, ${SOCKETS} sockets`, value: Math.round(perSecond), unit: "/s", note },
  ];
}
