/**
 * The exit codes of the Pulumi CLI since 3.226.1 [https://www.pulumi.com/docs/iac/cli/exit-codes/]; that a stack which is
 * not there gives 6 is recorded in `pulumi-engine/automation-api-calls.jsonl`.
 */
export const EXIT = {
  success: 0,
  error: 1,
  usage: 2,
  forbidden: 3,
  deployment: 4,
  stackNotFound: 6,
  changes: 7,
  cancelled: 8,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A command that cannot be done, in one sentence for the person, with the code that the process ends with. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode = EXIT.error, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** The code of a failed system call (`ENOENT`), or undefined. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
