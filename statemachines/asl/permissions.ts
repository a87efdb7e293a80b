import type { Definition } from "./definition.ts";
import { walk } from "./walk.ts";

/** What one IAM statement allows: exact actions on exact resources. */
export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Operators, each with context keys and their values. */
  readonly condition?: { readonly [operator: string]: { readonly [key: string]: string } };
}

/**
 * The key under which a Task carries what it must be allowed to do. It is a symbol, so that JSON knows nothing of it, and
 * enumerable, so that `{ ...task, Next: "B" }` keeps it.
 */
export const permissions = Symbol("permissions");

/** A state that says what it must be allowed to do. */
export type WithPermissions = { readonly [permissions]: readonly Statement[] };

/** Lets a state carry its permissions. */
export function withPermissions<State extends object>(
  state: State,
  statements: readonly Statement[],
): State & WithPermissions {
  return { ...state, [permissions]: statements };
}

/**
 * What a state machine's role must be allowed to do, each statement once, in the order of the states.
 *
 * @throws Error for a Task that carries no permissions: it was written by hand, and nobody knows what it needs.
 */
export function permissionsOf(definition: Definition): readonly Statement[] {
  const unique = new Map<string, Statement>();
  for (const { state, location } of walk(definition)) {
    if (state.Type !== "Task") continue;
    if (!carriesPermissions(state)) {
      throw new Error(`${location} carries no permissions: make it with a function of statemachines/integrations`);
    }
    for (const statement of state[permissions]) unique.set(JSON.stringify(statement), statement);
  }
  return [...unique.values()];
}

function carriesPermissions(state: object): state is WithPermissions {
  return permissions in state;
}
