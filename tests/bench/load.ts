import { processorTime } from "./process-facts.ts";
import { rounded } from "./statistics.ts";

/** Runs `once` one time after the other. @returns how long each took, in milliseconds. */
export async function oneAfterAnother(
  times: number,
  once: (index: number) => Promise<unknown>,
  warmUp = Math.ceil(times / 4),
): Promise<readonly number[]> {
  for (let index = 0; index < warmUp; index++) await once(index);
  const took: number[] = [];
  for (let index = 0; index < times; index++) {
    const started = performance.now();
    await once(index);
    took.push(performance.now() - started);
  }
  return took;
}

/** What clients got done together. */
export interface Throughput {
  readonly perSecond: number;
  /** The system's processor time for each, as a note: it tells as much on a machine that is busy with other things. */
  readonly note: string;
}

/**
 * Keeps every client at work for some seconds, one thing at a time each.
 *
 * @param once what one client does once.
 * @param pid the process that does the work for them.
 */
export async function together<Client>(
  clients: readonly Client[],
  seconds: number,
  once: (client: Client) => Promise<unknown>,
  pid: number,
): Promise<Throughput> {
  const run = async (length: number): Promise<Throughput> => {
    const before = processorTime(pid);
    const started = performance.now();
    const end = started + length * 1000;
    let done = 0;
    await Promise.all(
      clients.map(async (client) => {
        for (; performance.now() < end; done++) await once(client);
      }),
    );
    const perSecond = done / ((performance.now() - started) / 1000);
    const each = (processorTime(pid) - before) / done;
    return { perSecond, note: `${rounded(each)} ms of processor time each` };
  };
  await run(seconds / 3);
  return run(seconds);
}
