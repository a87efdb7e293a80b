/** The values of one condition key. */
export type ContextValue = string | readonly string[];

/** What is known about a request. Key names are lower case: IAM compares them without regard to case. */
export interface Context {
  /** @param key in lower case, such as `aws:sourcearn`. */
  get(key: string): ContextValue | undefined;
}

/** A context of given keys, whatever their case. */
export function contextOf(
  ...layers: readonly (Readonly<Record<string, ContextValue | undefined>> | undefined)[]
): Context {
  const values = new Map<string, ContextValue>();
  for (const layer of layers) {
    for (const key in layer) {
      const value = layer[key];
      if (value !== undefined) values.set(key.toLowerCase(), value);
    }
  }
  return values;
}
