/** An error of the runtime itself, named as AWS names it (aws/aws-lambda-nodejs-runtime-interface-client). */
export class RuntimeError extends Error {
  constructor(name: string, cause: unknown) {
    super(String(cause));
    this.name = name;
    if (cause instanceof Error && cause.stack !== undefined) {
      const frames = cause.stack.split("\n    at ").slice(1);
      this.stack = [`${name}: ${this.message}`, ...frames].join("\n    at ");
    } else {
      this.stack = `${name}: ${this.message}`;
    }
  }
}

/** AWS's error object: what the caller of a failed invocation gets. */
export interface ErrorObject {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** What was thrown, as AWS answers it. Paths are shown as they would be on AWS, under `/var/task`. */
export function errorObject(thrown: unknown, taskRoot: string): ErrorObject {
  if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  return {
    errorType: thrown.name,
    errorMessage: asOnAws(thrown.message, taskRoot),
    trace: asOnAws(thrown.stack ?? "", taskRoot).split("\n"),
  };
}

/** What was thrown, as a log shows it: what is no error becomes one first (ric `utils/error.ts`). */
export function asError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  const error = new Error(String(thrown));
  // The frames would be those of this runtime, not of AWS's.
  error.stack = `Error: ${error.message}`;
  return error;
}

/**
 * An error as a log in text shows it, as JSON: with the members that errors of SDKs and systems carry, and errors among
 * those in the same form.
 */
export function errorText(error: Error, taskRoot: string): string {
  try {
    return asOnAws(
      JSON.stringify(error, (_name, value: unknown) => withMembers(value)),
      taskRoot,
    );
  } catch {
    return JSON.stringify(errorObject(error, taskRoot));
  }
}

function withMembers(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const { name: errorType, message: errorMessage, code, stack } = value as Error & { readonly code?: unknown };
  return { errorType, errorMessage, code, ...value, ...(stack === undefined ? {} : { stack: stack.split("\n") }) };
}

/** A text with paths as they would be on AWS: the code's, and that of the runtime, which a worker has as a script. */
export function asOnAws(text: string, taskRoot: string): string {
  return text.replaceAll(taskRoot, "/var/task").replaceAll("[worker eval]", "file:///var/runtime/index.mjs");
}
