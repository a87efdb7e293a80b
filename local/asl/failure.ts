import type { HistoryEventType } from "@aws-sdk/client-sfn";
import { StateError } from "./errors.ts";

/**
 * Error names that a state's Retry and Catch never see: AWS calls States.Runtime an error that "will always cause the
 * execution to fail", inside of branches and iterations too (DG/concepts-error-handling; floci-io/floci#2868).
 */
const TERMINAL: ReadonlySet<string> = new Set(["States.Runtime"]);

/**
 * A failure on its way out of a state, with its final cause: {@link StateError} with AWS's prefix where it came from
 * evaluating the state, and without where a task, a Fail state or a branch reported it.
 */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly error: string | undefined;
  readonly causeText: string | undefined;
  /** Other names that a retrier or catcher may know it by. */
  readonly alias: string | undefined;
  /** What the history says of a Parallel or Map that this is the end of: only once it is not tried again. */
  readonly event: HistoryEventType | undefined;

  constructor(error: string | undefined, cause: string | undefined, alias?: string, event?: HistoryEventType) {
    super(cause ?? error);
    this.error = error;
    this.causeText = cause;
    this.alias = alias;
    this.event = event;
  }

  /** The same failure, as that of a Parallel or Map. */
  of(event: HistoryEventType): Failure {
    return new Failure(this.error, this.causeText, this.alias, event);
  }

  /** What a task reported. Anything else than a StateError is a fault of the runtime, told as AWS tells of its own. */
  static ofTask(reason: unknown): Failure {
    if (reason instanceof Failure) return reason;
    if (reason instanceof StateError) return new Failure(reason.error, reason.causeText);
    return new Failure("States.Runtime", reason instanceof Error ? reason.message : String(reason));
  }

  get isTerminal(): boolean {
    return this.error !== undefined && TERMINAL.has(this.error);
  }

  /** The Error Output that a catcher sees: what is not known is empty there (aws-samples/serverless-coffee-workshop#15). */
  get output(): { readonly Error: string; readonly Cause: string } {
    return { Error: this.error ?? "", Cause: this.causeText ?? "" };
  }

  /** The members of the failure's events; absent ones are left out as in AWS's answers. */
  get details(): { readonly error?: string; readonly cause?: string } {
    return {
      ...(this.error === undefined ? {} : { error: this.error }),
      ...(this.causeText === undefined ? {} : { cause: this.causeText }),
    };
  }
}
