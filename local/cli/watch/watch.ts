import { fstatSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../clock/clock.ts";
import { ProjectError } from "../../engine/project.ts";
import { type Redeployment, redeploy } from "../../redeploy.ts";
import type { Runtime, StartOptions } from "../../runtime.ts";
import { writeOutputs } from "../../write-outputs.ts";
import { createProgress } from "../progress.ts";
import { Headway } from "./headway.ts";
import { changedOutputs, OUTDATED, outcome, SILENT, savedLine } from "./messages.ts";
import { type SavedFiles, savedFiles } from "./saved-files.ts";

/** What `--watch` works with. */
export interface WatchOptions {
  readonly runtime: Runtime;
  /** As the runtime was started with. */
  readonly start: StartOptions;
  /** The machine's time, which editors live by. */
  readonly clock: Clock;
  readonly signal: AbortSignal;
  write(text: string): void;
}

/** Where things are printed; `npm start -- --watch > run.txt` makes a file of the program's folder of it. */
const PRINTED = [1, 2];
/** The runtime's own folder, which may stand in the program's: it runs, and an edit of it takes a new start. */
const RUNTIME = join(import.meta.dirname, "../..");

/**
 * Deploys the program again, in place, whenever one of its files is saved, until `signal` is aborted. What an edit breaks is
 * told and what runs goes on: the next save mends it.
 */
export async function watch(options: WatchOptions): Promise<void> {
  const { runtime, start, clock, signal, write } = options;
  const { directory } = runtime.engine.project;
  const except = [RUNTIME, start.dataDir, start.outputs].filter((path) => path !== undefined);
  const onError = (reason: string): void => write(`A save may go unseen: ${reason}.\n`);
  const printedTo = PRINTED.map((descriptor) => fstatSync(descriptor)).filter((stats) => stats.isFile());
  const files = await savedFiles({ directory, except, printedTo, clock, onError });
  const end = (): void => void files.close();
  signal.addEventListener("abort", end, { once: true });
  if (signal.aborted) end();
  write(`Watching ${directory}: a save deploys what it changes, while connections and executions go on.\n`);
  let { outputs } = runtime;
  for (let saved = await files.next(); saved !== undefined; saved = await files.next()) {
    write(savedLine(saved));
    outputs = await deploy(outputs, files, options);
  }
}

/** @returns the stack's outputs afterwards. */
async function deploy(
  before: Redeployment["outputs"],
  files: SavedFiles,
  options: WatchOptions,
): Promise<Redeployment["outputs"]> {
  const { runtime, start, clock, signal, write } = options;
  // A line for each resource, on a terminal as well: that is what the person wants to see.
  const progress = createProgress({ isTTY: false, columns: 0, write });
  const headway = new Headway(clock, () => write(SILENT));
  headway.signal.addEventListener("abort", () => write(OUTDATED), { once: true });
  void files.waiting().then(() => headway.outdated());
  const ended = AbortSignal.any([signal, headway.signal]);
  const onEvent: StartOptions["onEvent"] = (event) => {
    headway.made();
    if (!ended.aborted) progress.onEvent(event);
  };
  try {
    const after = await redeploy(runtime, { ...start, onEvent, signal: ended }, before);
    if (!signal.aborted) write(outcome(after) + changedOutputs(before, after.outputs));
    if (after.succeeded) keepOutputs(start.outputs, after.outputs, write);
    return after.outputs;
  } catch (error) {
    if (!(error instanceof ProjectError || (error instanceof Error && "code" in error))) throw error;
    write(`error: ${error.message}\nNothing is deployed of it. What runs goes on, and the next save tries again.\n`);
    return before;
  } finally {
    headway.stop();
  }
}

/** What is deployed is deployed, whether its outputs can be written or not. */
function keepOutputs(file: string | undefined, outputs: Redeployment["outputs"], write: WatchOptions["write"]): void {
  if (file === undefined) return;
  try {
    writeOutputs(file, outputs);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    write(`error: The outputs cannot be written to ${file}: ${reason}. They are those of before.\n`);
  }
}
