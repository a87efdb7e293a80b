/**
 * A double as Java prints it (`Double.toString`): always with a fraction, and in E notation from 10^7 and below 10^-3.
 * API Gateway's templates and the AWS services behind an integration write numbers this way: the epoch seconds
 * 1652716274.909 are `1.652716274909E9` on the wire.
 */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) {
    const text = String(value);
    return text.includes(".") ? text : `${text}.0`;
  }
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  return `${digits.includes(".") ? digits : `${digits}.0`}E${Number(exponent)}`;
}
