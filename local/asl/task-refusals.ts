import { StateError } from "./errors.ts";

/** A task that cannot be scheduled: history has its `…ScheduleFailed` event in the place of the `…Scheduled` one. */
export class TaskNotScheduled extends StateError {}

/**
 * A task that was scheduled and whose work cannot begin: history has its `…StartFailed` event in the place of the
 * `…Started` one.
 */
export class TaskNotStarted extends StateError {}
