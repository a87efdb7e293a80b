import type { ResourceState } from "./handler.ts";

/**
 * Thrown by a handler that made (or changed) the resource but could not finish: the state is kept, so that the next
 * run updates the resource instead of making a second one.
 */
export class PartialFailure extends Error {
  override readonly name = "PartialFailure";
  readonly state: ResourceState;

  /** @param message what could not be done, for the person. */
  constructor(message: string, state: ResourceState, options?: ErrorOptions) {
    super(message, options);
    this.state = state;
  }
}
