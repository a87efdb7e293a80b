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

interface ErrorLike {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** What was thrown, as AWS answers it. Paths are shown as they would be on AWS, under `/var/task`. */
export function errorObject(thrown: unknown, taskRoot: string): ErrorObject {
  if (!isErrorLike(thrown)) return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  return {
    errorType: thrown.name,
    errorMessage: asOnAws(thrown.message, taskRoot),
    trace: asOnAws(thrown.stack, taskRoot).split("\n"),
  };
}

/** What was thrown, as the handler's log shows it: with the members that errors of SDKs and systems carry. */
export function errorForLog(thrown: unknown, taskRoot: string): object {
  const { errorType, errorMessage, trace } = errorObject(thrown, taskRoot);
  const members = isErrorLike(thrown) ? Object.fromEntries(Object.entries(thrown)) : {};
  delete members["name"];
  return { errorType, errorMessage, ...members, stack: trace };
}

function isErrorLike(value: unknown): value is ErrorLike {
  return (
    typeof value === "object" &&
    value !== null &&
    "name" in value &&
    "message" in value &&
    "stack" in value &&
    typeof value.stack === "string"
  );
}

function asOnAws(text: string, taskRoot: string): string {
  return text.replaceAll(taskRoot, "/var/task");
}
