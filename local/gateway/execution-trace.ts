/** Who gets to see a line of the execution log: everybody, at INFO, or at INFO where data is traced. */
type Level = "error" | "info" | "data";

/** The lines that a request leaves in its stage's execution log, as far as the integration and its answer go. */
export class ExecutionTrace {
  readonly #lines: { readonly level: Level; readonly text: string }[] = [];

  error(text: string): void {
    this.#lines.push({ level: "error", text });
  }

  info(text: string): void {
    this.#lines.push({ level: "info", text });
  }

  /** Headers and bodies. */
  data(text: string): void {
    this.#lines.push({ level: "data", text });
  }

  /** What a stage's settings let through. */
  seen(loggingLevel: string | undefined, dataTraceEnabled: boolean | undefined): string[] {
    const shown = new Set<Level>(["error"]);
    if (loggingLevel === "INFO") shown.add("info");
    if (loggingLevel === "INFO" && dataTraceEnabled === true) shown.add("data");
    return this.#lines.filter(({ level }) => shown.has(level)).map(({ text }) => text);
  }
}
