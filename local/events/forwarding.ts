import type { Caller } from "../aws/caller.ts";
import { AwsError } from "../aws/error.ts";
import type { BusEvent } from "./event.ts";

/**
 * An event goes from bus to bus once: the second bus gives it to its other targets, and a rule that would hand it to a
 * third, or back, dead-letters it (EBUG/eb-bus-to-bus; the code and the text are those of a dead letter that
 * pubudu.dev, "Bus to Bus recursive message passing", shows).
 */
export const SECOND_HOP = "THIRD_ACCOUNT_HOP_DETECTED";

const forwarders = new WeakSet<Caller>();
const forwarded = new WeakSet<BusEvent>();

/**
 * Says that `caller` is about to put an event on a bus for a rule of another.
 *
 * @throws AwsError `THIRD_ACCOUNT_HOP_DETECTED` when the event came from a bus itself.
 */
export function forward(event: BusEvent, caller: Caller): void {
  if (forwarded.has(event)) {
    throw new AwsError(
      SECOND_HOP,
      `Event ingestion rejected for event ${event.id} because an event can be sent to an event bus target only once. ` +
        "This event was previously delivered to an event bus target.",
    );
  }
  forwarders.add(caller);
}

/** Whether `caller` puts an event for a rule of another bus. */
export function isForwarder(caller: Caller): boolean {
  return forwarders.has(caller);
}

/** Remembers that an event has come from another bus. */
export function markForwarded(event: BusEvent): void {
  forwarded.add(event);
}
