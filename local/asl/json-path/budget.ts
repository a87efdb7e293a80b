import { StateError } from "../errors.ts";

/** Some ten times what one scan of the biggest input that AWS allows (256 KiB) visits. */
const MOST_VISITS = 2_000_000;

/**
 * How much one evaluation of a path may still look at. Scans after scans over a deep input would else take hours, in which no
 * other execution could go on. AWS's own bound is not known.
 */
export class Budget {
  #left = MOST_VISITS;

  /** @throws StateError `States.Runtime` when nothing is left. */
  spend(visits: number): void {
    this.#left -= visits;
    if (this.#left < 0) throw new StateError("States.Runtime", "The JSONPath visits too many nodes of its input.");
  }
}
