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
export function incomparable(value: number, text: string): string | undefined {
  if (Math.abs(value) <= FARTHEST) {
    if (isComparable(value)) return undefined;
    const plain = /^-?\d+\.\d+$/.test(text) ? text.replace(/0+$/, "") : String(value).replace("e", "E");
    return `Only values upto 6 decimals are supported${plain} ${text} ${hexadecimal(Number(value.toFixed(6)))}`;
  }
  return "Value must be between -5.0E9 and 5.0E9, inclusive";
}

/** A double as Java's `Double.toHexString` writes it. */
function hexadecimal(value: number): string {
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (value === 0) return `${sign}0x0.0p0`;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  const fraction = (bits & 0xf_ffff_ffff_ffffn).toString(16).padStart(13, "0").replace(/0+$/, "");
  return `${sign}0x1.${fraction === "" ? "0" : fraction}p${Number(bits >> 52n) - 1023}`;
}
