import { javaHash } from "../java-hash.ts";

/** How many buckets the framework's set of an enum's values has. */
const BUCKETS = 32;

/**
 * An enum's values as the framework under AWS's services lists them in a refusal. It keeps them in a hash set, so that the
 * order is that of the texts' Java hash codes, and of two in one bucket the later comes first.
 *
 * The rule is found from answers, not documented: it gives the order of SWF's
 * `[TERMINATED, TIMED_OUT, COMPLETED, CONTINUED_AS_NEW, CANCELED, FAILED]` (aws/aws-sdk-ruby#555), of DynamoDB's
 * `[ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]`, `[INDEXES, TOTAL, NONE]` and thirteen comparison operators.
 */
export function enumValueSet(values: readonly string[]): string {
  const bucket = (text: string): number => javaHash(text) & (BUCKETS - 1);
  const ordered = [...values].reverse().sort((one, other) => bucket(one) - bucket(other));
  return `[${ordered.join(", ")}]`;
}
