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
  const ordered = [...values].reverse().sort((one, other) => bucketOf(one) - bucketOf(other));
  return `[${ordered.join(", ")}]`;
}

/** The bucket of `String.hashCode`. */
function bucketOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(31, hash) + text.charCodeAt(at)) | 0;
  return hash & (BUCKETS - 1);
}
