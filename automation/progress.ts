import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";
import { EXIT } from "./exit-codes.ts";
import { Failure, failureOf } from "./failures.ts";

/** Where progress goes: never standard output, which is for what was asked for. */
export interface Screen {
  readonly isTerminal: boolean;
  readonly columns: number;
  /** Whether each line is a JSON object. */
  readonly json: boolean;
  write(text: string): void;
}

/** The words of steps, for people. */
const DONE: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
  import: "imported",
  read: "read",
};

/**
 * Shows the engine's events: on a terminal as one line that counts, in a pipe as a line for every resource that was touched,
 * with `--json` as a JSON object for each.
 */
export class Progress {
  readonly #screen: Screen;
  readonly onEvent: (event: EngineEvent) => void;
  #errors: string[] = [];
  #finished = 0;
  #drawn = false;

  constructor(screen: Screen) {
    this.#screen = screen;
    this.onEvent = (event) => this.#show(event);
  }

  stage(text: string): void {
    this.#finished = 0;
    this.#line({ stage: text }, text);
  }

  warn(text: string): void {
    this.#line({ warning: text }, text);
  }

  /**
   * Runs an operation whose diagnostics say better than its error what went wrong.
   *
   * @param what it is, for the end of what the person has read by then: `The deployment of pr-1`.
   * @throws Failure with those diagnostics.
   */
  async failingWithDiagnostics<T>(what: string, operation: () => Promise<T>): Promise<T> {
    this.#errors = [];
    try {
      return await operation();
    } catch (error) {
      const { message, exitCode } = failureOf(error, EXIT.deployment);
      if (this.#errors.length === 0) throw new Failure(message, exitCode, { cause: error });
      throw new Failure(this.#errors.join("\n"), exitCode, { cause: error, lastWords: `${what} failed.` });
    } finally {
      this.#clear();
    }
  }

  #show(event: EngineEvent): void {
    const { resOutputsEvent, resOpFailedEvent, diagnosticEvent } = event;
    if (resOutputsEvent !== undefined) this.#step(resOutputsEvent.metadata, resOutputsEvent.planning === true);
    if (resOpFailedEvent !== undefined) {
      const { metadata } = resOpFailedEvent;
      this.#line(
        { resource: metadata.urn, operation: metadata.op, failed: true },
        `failed to ${metadata.op} ${about(metadata)}`,
      );
    }
    if (diagnosticEvent === undefined || diagnosticEvent.ephemeral === true) return;
    const { severity, message, urn } = diagnosticEvent;
    const text = message.replace(/<\{%[^%]*%\}>/g, "").trim();
    const named = urn === undefined || urn === "" ? text : `${nameOf(urn)}: ${text}`;
    if (severity === "error") this.#errors.push(named);
    if (severity === "error" || severity === "warning")
      this.#line({ [severity]: text, resource: urn }, `${severity}: ${named}`);
  }

  #step(metadata: StepEventMetadata, planning: boolean): void {
    this.#finished += 1;
    const done = DONE[metadata.op];
    if (this.#screen.isTerminal && !this.#screen.json) this.#draw();
    else if (done !== undefined) this.#tell(metadata, done, planning);
  }

  #tell(metadata: StepEventMetadata, done: string, planning: boolean): void {
    const operation = planning ? `would be ${done}` : done;
    this.#line(
      { resource: metadata.urn, operation: metadata.op, planned: planning },
      `${about(metadata)} ${operation}`,
    );
  }

  #line(data: Readonly<Record<string, unknown>>, text: string): void {
    this.#clear();
    this.#screen.write(this.#screen.json ? `${JSON.stringify(data)}\n` : `${text}\n`);
  }

  #draw(): void {
    this.#clear();
    this.#screen.write(`${this.#finished} resources`.slice(0, this.#screen.columns - 1));
    this.#drawn = true;
  }

  #clear(): void {
    if (this.#drawn) this.#screen.write("\r\u001b[2K");
    this.#drawn = false;
  }
}

function about({ type, urn }: StepEventMetadata): string {
  return `${type.replace(/\/[^:]*/, "")} ${nameOf(urn)}`;
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}
