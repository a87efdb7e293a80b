import Mocha from "mocha";

/**
 * Mocha's dots and failures, closed by the one line that machines read: `N passed, N failed[, N skipped]`.
 * A run that ends before its tests have done so has failed and has no such line.
 */
export default class Reporter extends Mocha.reporters.Dot {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    let ended = false;
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      ended = true;
    });
    process.on("exit", () => {
      if (ended) process.stdout.write(`${this.#counts()}\n`);
      else this.#endedEarly();
    });
  }

  #counts(): string {
    const { passes, failures, pending } = this.stats;
    const skipped = pending > 0 ? `, ${pending} skipped` : "";
    return `${passes} passed, ${failures} failed${skipped}`;
  }

  /** Mocha itself ends with 0 when a test calls `process.exit`, and when a process of a parallel run dies between two files. */
  #endedEarly(): void {
    Mocha.reporters.Base.list(this.failures);
    process.stderr.write("The run ended before its tests did.\n");
    process.exitCode = 1;
  }
}
