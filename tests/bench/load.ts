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

/**
 * Keeps every client at work for some seconds, one thing at a time each.
 *
 * @param once what one client does once.
 * @returns how many were done per second.
 */
export async function together<Client>(
  clients: readonly Client[],
  seconds: number,
  once: (client: Client) => Promise<unknown>,
): Promise<number> {
  const run = async (length: number): Promise<number> => {
    const started = performance.now();
    const end = started + length * 1000;
    let done = 0;
    await Promise.all(
      clients.map(async (client) => {
        for (; performance.now() < end; done++) await once(client);
      }),
    );
    return done / ((performance.now() - started) / 1000);
  };
  await run(seconds / 3);
  return run(seconds);
}
