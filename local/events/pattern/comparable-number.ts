/** Numbers beyond this are not comparable (event-ruler, `Constants.FIVE_BILLION`). */
const FARTHEST = 5e9;

/**
 * Whether numeric operators see a number of an event at all: it lies within ±5e9 and has at most six decimals
 * (event-ruler, `ComparableNumber`; EBUG/eb-create-pattern-operators, numeric matching).
 */
export function isComparable(value: number): boolean {
  return Math.abs(value) <= FARTHEST && Number(value.toFixed(6)) === value;
}

/** Why a number of a pattern cannot be compared, in event-ruler's words; undefined when it can. */
export function incomparable(value: number): string | undefined {
  if (isComparable(value)) return undefined;
  if (Math.abs(value) > FARTHEST) return "Value must be between -5.0E9 and 5.0E9, inclusive";
  return "Only values upto 6 decimals are supported";
}
