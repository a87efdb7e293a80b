import { EXIT, type ExitCode } from "./exit-codes.ts";

/** The person's, or the CI system's, wish to end. */
export interface Interruption {
  readonly signal: AbortSignal;
  /**
   * Aborted when a process that was started here must be told. A ctrl-C at a terminal has reached it already, and a second
   * one would make the Pulumi CLI give up what it is doing.
   */
  readonly forwarded: AbortSignal;
  signalName(): NodeJS.Signals | undefined;
}

/** An end that was asked for. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** @throws Interrupted once somebody has asked for the end. */
export function goOn({ signal }: Interruption): void {
  if (signal.aborted) throw new Interrupted("Interrupted.");
}

/** What the process ends with that was interrupted. */
export function exitCodeOfSignal({ signalName }: Interruption): ExitCode {
  return signalName() === "SIGINT" ? EXIT.interrupted : EXIT.terminated;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Watches for signals from here on. None ends this process: whoever watches cleans up and ends by himself.
 *
 * @param warn told when somebody insists.
 */
export function watchSignals(isTerminal: boolean, warn: (text: string) => void): Interruption {
  const all = new AbortController();
  const forwarded = new AbortController();
  let name: NodeJS.Signals | undefined;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (name !== undefined) return warn("Still coming to an end, so that nothing is lost or left behind.");
      name = signal;
      warn(`${signal}: coming to an end.`);
      all.abort();
      if (!(isTerminal && signal === "SIGINT")) forwarded.abort();
    });
  }
  return { signal: all.signal, forwarded: forwarded.signal, signalName: () => name };
}
