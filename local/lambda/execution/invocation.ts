import type { Call } from "../../aws/service.ts";

/** One event on its way through a function. */
export interface Invocation {
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  /** The ARN the function was invoked by, with its qualifier. */
  readonly arn: string;
  readonly traceId: string;
  /** JSON text. */
  readonly clientContext: string | undefined;
  /** The call that waits for the answer: calls the handler makes are made on its behalf. */
  readonly call: Call;
  /** Whether the end of the log is wanted with the answer. */
  readonly tail: boolean;
  readonly finish: (outcome: Outcome) => void;
  /** Ends it with an error of the service's own: the function did not run. */
  readonly refuse: (error: unknown) => void;
}

/** How an invocation ended. */
export interface Outcome {
  /** JSON text: what the handler returned, or AWS's error object. */
  readonly payload: string;
  readonly failed: boolean;
  /** The last 4 KB of the log, when it was wanted. */
  readonly logTail: string | undefined;
}
