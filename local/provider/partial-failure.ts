import type { ResourceState } from "./handler.ts";
import { reasonOf } from "./reason.ts";

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

/**
 * Does what is left to do for a resource that AWS has made already. What goes wrong there is told together with the
 * resource: otherwise the next run would make it again, and AWS would refuse the second one of its name.
 *
 * @param present the resource as it stands.
 * @throws PartialFailure saying what could not be done.
 */
export async function finished(
  work: () => Promise<void>,
  present: () => Promise<ResourceState>,
): Promise<ResourceState> {
  try {
    await work();
  } catch (error) {
    throw new PartialFailure(reasonOf(error), await present(), { cause: error });
  }
  return present();
}
