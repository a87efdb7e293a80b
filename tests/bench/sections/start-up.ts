import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { bareProgram } from "../bare-program.ts";
import type { Figure } from "../figure.ts";
import { processorTime } from "../process-facts.ts";
import { median, rounded } from "../statistics.ts";
import { startSystem } from "../system.ts";

const RUNS = 3;
/** How long after it is ready the system counts as idle, in milliseconds. */
const SETTLED = 3000;
const PRELOAD = join(import.meta.dirname, "..", "..", "..", "local", "engine", "program", "program-preload.ts");

/** From the start of the process to a system that is deployed, warm, beside the program alone. */
export async function startUp(): Promise<readonly Figure[]> {
  const ready: number[] = [];
  const memory: number[] = [];
  const processor: number[] = [];
  const bare: number[] = [];
  const bareWithPreload: number[] = [];
  // The first of each, which makes it warm, does not count.
  for (let run = 0; run <= RUNS; run++) {
    const system = await startSystem();
    const time = processorTime(system.pid);
    await pause(run === 0 ? 1500 : SETTLED);
    const idle = system.memory();
    await system.stop();
    const alone = await bareProgram();
    const light = await bareProgram([`--require=${PRELOAD}`]);
    if (run === 0) continue;
    ready.push(system.ready);
    processor.push(time);
    memory.push(idle);
    bare.push(alone);
    bareWithPreload.push(light);
  }
  const ratio = (to: readonly number[]): number => rounded(median(ready) / median(to));
  return [
    { name: "npm start to ready, warm", value: Math.round(median(ready)), unit: "ms", aim: "≤ 2000 ms" },
    { name: "processor time until then", value: Math.round(median(processor)), unit: "ms", note: "both processes" },
    { name: "the bare program", value: Math.round(median(bare)), unit: "ms", note: "as the Pulumi CLI runs it" },
    { name: "ratio to it", value: ratio(bare), unit: "×", aim: "≤ 1.3 ×" },
    { name: "the bare program, as run here", value: Math.round(median(bareWithPreload)), unit: "ms" },
    { name: "ratio to it", value: ratio(bareWithPreload), unit: "×" },
    { name: "idle memory", value: Math.round(median(memory)), unit: "MiB", aim: "≤ 120 MiB" },
  ];
}
