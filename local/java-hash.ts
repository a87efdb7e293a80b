/** `String.hashCode` of Java. */
export function javaHash(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return hash;
}

const SMALLEST_TABLE = 16;
const LOAD_FACTOR = 0.75;

/**
 * Entries in the order in which a `java.util.HashMap` walks over them: by bucket, within one by insertion. AWS's
 * services write many of their maps that way, which is why their members seem shuffled and never change places.
 */
export function hashMapOrder<T>(entries: readonly (readonly [key: string, value: T])[]): (readonly [string, T])[] {
  let table = SMALLEST_TABLE;
  while (entries.length > table * LOAD_FACTOR) table *= 2;
  return entries
    .map((entry) => ({ entry, bucket: spread(javaHash(entry[0])) & (table - 1) }))
    .sort((one, other) => one.bucket - other.bucket)
    .map(({ entry }) => entry);
}

function spread(hash: number): number {
  return hash ^ (hash >>> 16);
}
