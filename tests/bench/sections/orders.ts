import { AwsClient } from "../aws-client.ts";
import { Client } from "../client.ts";
import { Desks } from "../desks.ts";
import type { Figure } from "../figure.ts";
import { together } from "../load.ts";
import { complete, FOOD, PAYMENT, PIZZA } from "../orders.ts";
import { startSystem } from "../system.ts";

const SOCKETS = 50;
const SECONDS = 4;
const WORKERS = 8;

/** Complete orders, from the frame to the last frame, with the workflows' waits at nought. */
export async function orders(): Promise<readonly Figure[]> {
  const system = await startSystem({ waitSeconds: "0" });
  const client = new AwsClient(system.url);
  const desks = new Desks(client, system.output);
  desks.open(WORKERS);
  const figures: Figure[] = [];
  for (const kind of [FOOD, PIZZA, PAYMENT]) {
    const clients = await Client.openMany(system.output("webSocketUrl"), SOCKETS);
    // As many execution environments as there are orders at once are started now: they are not what is measured.
    await Promise.all(clients.map((one) => complete(one, kind)));
    const { perSecond, note } = await together(clients, SECONDS, (one) => complete(one, kind), system.pid);
    figures.push({
      name: `complete ${kind.name} orders, ${SOCKETS} sockets`,
      value: Math.round(perSecond),
      unit: "/s",
      note,
    });

    for (const one of clients) one.close();
  }
  figures.push({ name: "memory after the orders", value: Math.round(system.memory()), unit: "MiB" });
  desks.close();
  await system.stop();
  client.close();
  return figures;
}
