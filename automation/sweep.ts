import { isExpired, type Lifetime, lifetimeOf } from "./lifetime.ts";
import type { StackSummary } from "./stack.ts";
import { isEphemeralName } from "./stack-name.ts";
import type { TaggedResource } from "./tagged-resources.ts";

/** What a sweep does with each stack. */
export interface SweepPlan {
  /** Past their expiry: destroyed and removed. */
  readonly expired: readonly Ephemeral[];
  /** Made by a run that died before it could say whose they are, with nothing in them: removed if that is still so. */
  readonly empty: readonly StackSummary[];
  /** Ephemeral by name and with resources, but nothing says for how long: for a person to decide. */
  readonly unowned: readonly StackSummary[];
  /** Whose tags cannot be read: for a person to look at. */
  readonly unreadable: readonly StackSummary[];
  /** Not yet. */
  readonly living: readonly Ephemeral[];
  /** By the name of a stack that is not there: what still carries its tags. */
  readonly orphans: ReadonlyMap<string, readonly TaggedResource[]>;
}

/** A stack that says how long it lives. */
export interface Ephemeral {
  readonly stack: StackSummary;
  readonly lifetime: Lifetime;
}

/**
 * Decides what goes. Stacks that are neither tagged nor named as ephemeral are nobody's business here.
 *
 * @param tagged what carries this project's tag, by the stack it names.
 */
export function planSweep(
  stacks: readonly StackSummary[],
  tagged: ReadonlyMap<string, readonly TaggedResource[]>,
  now: Date,
): SweepPlan {
  const known = new Set(stacks.map(({ name }) => name));
  const ephemeral = stacks.flatMap((stack) => {
    const lifetime = lifetimeOf(stack.tags);
    return lifetime === undefined ? [] : [{ stack, lifetime }];
  });
  const silent = stacks.filter(
    ({ name, tags, busy, trouble }) =>
      trouble === undefined && !busy && isEphemeralName(name) && lifetimeOf(tags) === undefined,
  );
  const isEmpty = ({ resourceCount }: StackSummary): boolean => (resourceCount ?? 0) === 0;
  return {
    expired: ephemeral.filter(({ lifetime }) => isExpired(lifetime, now)),
    living: ephemeral.filter(({ lifetime }) => !isExpired(lifetime, now)),
    empty: silent.filter(isEmpty),
    unreadable: stacks.filter(({ trouble }) => trouble !== undefined),
    unowned: silent.filter((stack) => !isEmpty(stack)),
    orphans: new Map([...tagged].filter(([name]) => !known.has(name))),
  };
}
