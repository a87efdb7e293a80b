import {
  CommandError,
  ConcurrentUpdateError,
  StackAlreadyExistsError,
  StackNotFoundError,
} from "@pulumi/pulumi/automation/index.js";
import { EXIT, type ExitCode } from "./exit-codes.ts";

/** Something that went wrong, in words for the person, with the code that the process ends with. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly exitCode: ExitCode;
  /** What is left to say to somebody who has read its message as it came. */
  readonly lastWords: string;

  constructor(
    message: string,
    exitCode: ExitCode = EXIT.other,
    options?: ErrorOptions & { readonly lastWords?: string },
  ) {
    super(message, options);
    this.exitCode = exitCode;
    this.lastWords = options?.lastWords ?? message;
  }
}

/** What the CLI's own summary says, which tells nothing that its diagnostics have not told. */
const SUMMARY = /^(?:update|preview|destroy|refresh) (?:failed|canceled)$/;

/**
 * An error of the Automation API as one sentence.
 *
 * @param exitCode for what is not a mistake of the command line or of a neighbour.
 */
export function failureOf(error: unknown, exitCode: ExitCode): Failure {
  if (error instanceof Failure) return error;
  const told = error instanceof CommandError ? errorsIn(error.message) : [];
  const words = told.filter((line) => !SUMMARY.test(line)).join("; ");
  if (error instanceof ConcurrentUpdateError) {
    return new Failure(words === "" ? "Another run is at work on the stack: wait for it to end." : words, exitCode, {
      cause: error,
    });
  }
  if (error instanceof StackNotFoundError || error instanceof StackAlreadyExistsError) {
    return new Failure(words, EXIT.other, { cause: error });
  }
  if (error instanceof CommandError) {
    return new Failure(words === "" ? (told[0] ?? silence(error)) : words, exitCode, {
      cause: error,
    });
  }
  return new Failure(error instanceof Error ? error.message : String(error), exitCode, { cause: error });
}

/** What there is to say of a CLI that gave no error: that it could not be started, as the system has it, or how it broke. */
function silence({ message }: CommandError): string {
  const [start] = /^spawn .*$/m.exec(message) ?? [];
  if (start !== undefined) return `The Pulumi CLI did not start: ${start}.`;
  const [broken] = /^(?:panic|fatal error|[A-Z]\w*Error\b[^:\n]*): .+$/m.exec(message) ?? [];
  return broken === undefined ? "The Pulumi CLI failed without saying why." : `The Pulumi CLI broke down: ${broken}`;
}

/** Whether something failed because another run is at work on the stack. */
export function isLocked(error: unknown): boolean {
  return (
    error instanceof ConcurrentUpdateError ||
    (error instanceof Error && error.cause !== undefined && isLocked(error.cause))
  );
}

/** The lines that the CLI wrote to standard error for the person. */
function errorsIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/^\s*(?:stderr: )?error: (.*)$/gm)].map(([, line]) => line?.trim() ?? ""))];
}

/** How to get a CLI. */
export const NO_CLI =
  "The Pulumi CLI is needed to deploy to AWS and is not on the PATH: install it with `curl -fsSL https://get.pulumi.com | sh` " +
  "(https://www.pulumi.com/docs/install/), or add --local to run on this machine without it.";
