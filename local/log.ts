import { pino } from "pino";

/** The runtime's own voice: one line per thing worth knowing, saying what, why and how to mend it. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** The levels of `--log-level`, from the most to the least talkative. */
export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const LABELS: Readonly<Record<number, string>> = { 20: "debug", 30: "info", 40: "warn", 50: "error" };

/**
 * Lines on standard error: readable text on a terminal, pino's JSON lines in a pipe when `json` is set.
 *
 * @param level what to leave out.
 */
export function consoleLog(level: LogLevel, options: { json?: boolean } = {}): Log {
  const write = (line: string): void => {
    process.stderr.write(options.json === true ? line : readable(line));
  };
  return pino({ level, base: null }, { write });
}

/** Says nothing. */
export const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** What a terminal takes for orders: a client's text must not move the cursor or fill the clipboard of who reads the log. */
const CONTROL = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/** A line of pino's as a person reads it. */
export function readable(line: string): string {
  const entry: { level?: number; msg?: string } = JSON.parse(line);
  const message = (entry.msg ?? "").replace(CONTROL, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
  return `${(LABELS[entry.level ?? 30] ?? "info").padEnd(5)} ${message}\n`;
}
