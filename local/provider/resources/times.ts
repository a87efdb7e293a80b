/** How the Terraform provider writes AWS's times, which Go formats for it. */

/** Epoch seconds in RFC 3339 without a fraction (Go's `time.RFC3339`). */
export function rfc3339(seconds: unknown): string {
  return `${isoOf(seconds).slice(0, 19)}Z`;
}

/** Epoch seconds as Go's `Time.String` has them in UTC, without the zeros at a fraction's end. */
export function goTime(seconds: unknown): string {
  const [date = "", time = ""] = isoOf(seconds).slice(0, -1).split("T");
  return `${date} ${time.replace(/\.?0+$/, "")} +0000 UTC`;
}

function isoOf(seconds: unknown): string {
  return new Date(Math.round(Number(seconds) * 1000)).toISOString();
}
