/** Any JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export type QueryLanguage = "JSONPath" | "JSONata";

export const STATE_TYPES = ["Pass", "Task", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"] as const;
export type StateType = (typeof STATE_TYPES)[number];

/** A state as a reader of definitions sees it: which fields there are depends on its type. `types.ts` says it exactly. */
export interface AnyState {
  readonly Type: StateType;
  readonly QueryLanguage?: QueryLanguage;
  readonly [field: string]: unknown;
}

/** A set of states that can only name each other: a machine, a branch of a Parallel, the processor of a Map. */
export interface Scope {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, AnyState>>;
  readonly Comment?: string;
}

/** A whole definition, as `defineStateMachine` has checked it. `JSON.stringify` gives what AWS takes. */
export interface Definition extends Scope {
  readonly QueryLanguage?: QueryLanguage;
  readonly Version?: "1.0";
  readonly TimeoutSeconds?: number;
}
