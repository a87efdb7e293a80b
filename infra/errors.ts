import { RunError } from "@pulumi/pulumi";

/** One thing that is wrong in what the user gave. */
export interface Problem {
  /** Where: a configuration key (`websocket-orders:waitSeconds`), an argument (`food-delivery: name`) or a file and line. */
  readonly where: string;
  /** What is wrong, what would be right. */
  readonly reason: string;
}

/**
 * A mistake of the user. Pulumi's host prints a `RunError` without its stack, so the message is all that is seen: it
 * names the thing, the value given, the values allowed and the way out.
 */
export class UserError extends RunError {
  readonly problems: readonly Problem[];

  /**
   * @param summary - One sentence about the whole.
   * @param problems - Every mistake found, so that the user mends them in one go.
   */
  constructor(summary: string, problems: readonly Problem[]) {
    super([summary, ...problems.map(({ where, reason }) => `  ${where}: ${reason}`)].join("\n"));
    this.problems = problems;
    // A `RunError` that rejects a promise is printed with its stack all the same; one that has none is not.
    this.stack = "";
  }
}

/** Throws one {@link UserError} with all problems, if there are any. */
export function refuseIfAny(summary: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new UserError(summary, problems);
}
