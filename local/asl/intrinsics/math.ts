import { expectInteger, IntrinsicArgumentError, type IntrinsicFunction } from "./intrinsic-function.ts";

const SMALLEST = -2_147_483_648;
const LARGEST = 2_147_483_647;

/** The functions of numbers, which are integers of 32 bits. AWS: DG/intrinsic-functions. */
export const mathFunctions: Readonly<Record<string, IntrinsicFunction>> = {
  "States.MathAdd": {
    fewest: 2,
    most: 2,
    evaluate: ([left, right]) => inRange(expectInteger(left)) + inRange(expectInteger(right)),
  },
  "States.MathRandom": {
    fewest: 2,
    most: 3,
    evaluate([from, to, seed], { host }) {
      const first = expectInteger(from);
      const end = expectInteger(to);
      if (end <= first) throw new IntrinsicArgumentError();
      const fraction = seed === undefined ? host.ids.random() : seededFraction(expectInteger(seed));
      return first + Math.floor(fraction * (end - first));
    },
  },
};

function inRange(value: number): number {
  if (value < SMALLEST || value > LARGEST) throw new IntrinsicArgumentError();
  return value;
}

const MASK_48 = (1n << 48n) - 1n;
const MULTIPLIER = 0x5deece66dn;

/**
 * The first number in [0, 1) of Java's `java.util.Random` with that seed. AWS promises only that a seed always gives the same
 * number; its generator is not known (DG/intrinsic-functions, States.MathRandom).
 */
export function seededFraction(seed: number): number {
  let state = (BigInt(seed) ^ MULTIPLIER) & MASK_48;
  const next = (bits: bigint): number => {
    state = (state * MULTIPLIER + 0xbn) & MASK_48;
    return Number(state >> (48n - bits));
  };
  return (next(26n) * 2 ** 27 + next(27n)) / 2 ** 53;
}
