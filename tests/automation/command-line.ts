import { CI_SYSTEMS } from "../../automation/ci-systems.ts";
import { run } from "../../automation/main.ts";
import { fakeInterruption } from "./fake-stacks.ts";

/** How a command line of `npm run stack` ended, and what it said. */
export interface Said {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** What a command line is run with, in this process. */
export interface CommandLineOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly interruption?: ReturnType<typeof fakeInterruption>;
  /** How much later than now it is, in milliseconds. */
  readonly later?: number;
  /** Hears of everything that is told on the way. */
  readonly onProgress?: (text: string) => void;
}

/** Carries out a command line as on a developer's machine. */
export async function commandLine(words: readonly string[], options: CommandLineOptions = {}): Promise<Said> {
  const { environment = {}, interruption = fakeInterruption(), later = 0, onProgress } = options;
  let out = "";
  let error = "";
  const nowhere = Object.fromEntries(CI_SYSTEMS.map(({ mark }) => [mark, ""]));
  const code = await run(words, {
    environment: { ...process.env, ...nowhere, PR_NUMBER: "", ...environment },
    interruption,
    isTerminal: false,
    columns: 80,
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
      onProgress?.(text);
    },
    now: () => new Date(Date.now() + later),
    pause: async () => undefined,
  });
  return { code, out, error };
}
