import { StateError } from "../errors.ts";
import type { Scheduler } from "../scheduler.ts";
import type { ExpressionScope } from "../scope.ts";

/** Some ten times what one scan of the biggest input that AWS allows (256 KiB) visits; takes a third of a second. */
const MOST_VISITS = 2_000_000;
/** Visits that take as long as a transition. */
const VISITS_PER_TRANSITION = 32;
/** Visits that take a millisecond. */
const VISITS_PER_MILLISECOND = 6000;
/** So many visits are told to the scheduler at a time. */
const VISITS_TOLD = 1024;

/**
 * How much the paths and functions of one field may still look at. Scans after scans over a deep input would else take hours, in
 * which no other execution could go on. AWS's own bound is not known.
 */
export class Budget {
  static #scope: ExpressionScope | undefined;
  static #current = new Budget();
  readonly #scheduler: Scheduler | undefined;
  #left = MOST_VISITS;
  #told = MOST_VISITS;

  /** @param scheduler told of what takes longer than a transition. */
  constructor(scheduler?: Scheduler) {
    this.#scheduler = scheduler;
  }

  /** That of all that is evaluated in one scope: a field is evaluated in one go, before another one is. */
  static of(scope: ExpressionScope): Budget {
    if (scope !== Budget.#scope) {
      Budget.#scope = scope;
      Budget.#current = new Budget(scope.host.scheduler);
    }
    return Budget.#current;
  }

  /** @throws StateError `States.Runtime` when nothing is left. */
  spend(visits: number): void {
    this.#left -= visits;
    if (this.#left < 0) throw new StateError("States.Runtime", "The JSONPath visits too many nodes of its input.");
    if (this.#told - this.#left < VISITS_TOLD) return;
    this.#scheduler?.take((this.#told - this.#left) / VISITS_PER_TRANSITION);
    this.#told = this.#left;
  }

  spendMilliseconds(milliseconds: number): void {
    this.spend(milliseconds * VISITS_PER_MILLISECOND);
  }
}
