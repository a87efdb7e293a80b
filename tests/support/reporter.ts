import Mocha from "mocha";

/** Mocha's dots and failures, closed by the one line that machines read: `N passed, N failed[, N skipped]`. */
export default class Reporter extends Mocha.reporters.Dot {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      const skipped = pending > 0 ? `, ${pending} skipped` : "";
      process.on("exit", () => process.stdout.write(`${passes} passed, ${failures} failed${skipped}\n`));
    });
  }
}
