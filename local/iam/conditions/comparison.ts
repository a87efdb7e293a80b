import type { Context } from "../context.ts";

/** Whether a value of the request fits a value of the policy; undefined when a policy variable in it has no value. */
export type Test = (value: string, context: Context) => boolean | undefined;

/** One kind of comparison: `StringLike`, without its negation and qualifiers. */
export interface Comparison {
  /**
   * Compiles a value of the policy.
   *
   * @param variables whether `${…}` in it is a policy variable.
   */
  compile(wanted: string, variables: boolean): Test;
}
