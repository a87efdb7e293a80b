/** What the process's exit code tells; `--help` says it as well. */
export const EXIT = {
  success: 0,
  /** A wrong command line, a missing CLI, and whatever else is none of the following. */
  other: 1,
  deployment: 2,
  tests: 3,
  /** Something may be left that costs money: this code wins over all others. */
  cleanup: 4,
  /** 128 and the signal's number, as shells have it. */
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** For `--help`. */
export const EXIT_CODES_HELP = `
Exit codes:
  0    done
  1    wrong usage, no Pulumi CLI, no permission, or another mistake
  2    the deployment failed
  3    the tests failed
  4    the cleanup failed: something may be left
  130  interrupted by ctrl-C (143: by SIGTERM); test has cleaned up, up has kept what was made`;
