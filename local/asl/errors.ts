/**
 * A state's failure in the language's own terms: an error name that Retry and Catch match, and a cause.
 * `States.Runtime` and `States.DataLimitExceeded` are beyond `States.ALL`, which the interpreter decides by name.
 */
export class StateError extends Error {
  override readonly name = "StateError";
  /** Such as `States.TaskFailed`, `Lambda.ServiceException`, or a name of the user's own. */
  readonly error: string;
  /** AWS's text; undefined where AWS gives none. */
  readonly causeText: string | undefined;
  /** The field whose JSONata failed, such as `Output/v`: history's EvaluationFailed shows it. */
  readonly location: string | undefined;

  constructor(error: string, cause?: string, location?: string) {
    super(cause ?? error);
    this.error = error;
    this.causeText = cause;
    this.location = location;
  }
}
