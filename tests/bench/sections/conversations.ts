import { start } from "../../../local/runtime.ts";
import { AwsClient } from "../aws-client.ts";
import { Client } from "../client.ts";
import { Desks } from "../desks.ts";
import type { Figure } from "../figure.ts";
import { oneAfterAnother } from "../load.ts";
import { complete, FOOD, PIZZA } from "../orders.ts";
import { median, rounded } from "../statistics.ts";

const TIMES = 10;

/** Whole conversations on the virtual clock, which jumps over the waits; runtime and client in one process. */
export async function conversations(): Promise<readonly Figure[]> {
  const runtime = await start({ clock: "virtual" });
  const output = (name: string): string => String(runtime.outputs[name]);
  const aws = new AwsClient(runtime.url);
  const desks = new Desks(aws, output);
  desks.open(1);
  const client = await Client.open(output("webSocketUrl"));
  const figures: Figure[] = [];
  for (const kind of [FOOD, PIZZA]) {
    const name = `whole ${kind.name} conversation, virtual clock`;
    const begun = performance.now();
    await complete(client, kind);
    const first = performance.now() - begun;
    const took = await oneAfterAnother(TIMES, () => complete(client, kind));
    figures.push(
      { name: `${name}, first`, value: rounded(first), unit: "ms" },
      { name: `${name}, p50`, value: rounded(median(took)), unit: "ms", aim: "< 200 ms" },
    );
  }
  desks.close();
  client.close();
  await runtime.stop();
  aws.close();
  return figures;
}
