/** Whether one number is a multiple of another, in decimals: 0.3 is one of 0.1, as to Java's `BigDecimal`. */
export function isMultiple(number: number, of: number): boolean {
  const [one, other] = [decimal(number), decimal(of)];
  const scale = Math.max(one.scale, other.scale);
  const divisor = other.digits * 10n ** BigInt(scale - other.scale);
  return divisor === 0n || (one.digits * 10n ** BigInt(scale - one.scale)) % divisor === 0n;
}

/** `digits` × 10^-`scale`. */
function decimal(number: number): { readonly digits: bigint; readonly scale: number } {
  const [, sign = "", whole = "0", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(number)) ?? [];
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(`${sign}${whole}${fraction}`);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}
