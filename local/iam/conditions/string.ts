import { matches } from "../match.ts";
import { patternIn } from "../variables.ts";
import type { Comparison } from "./comparison.ts";

/** Exact, except that `${*}` and other variables are filled in first. */
export const stringEquals: Comparison = {
  compile: (wanted, variables) => {
    if (!variables || !wanted.includes("${")) return (value) => value === wanted;
    const pattern = patternIn(wanted, true);
    // The pattern is only used for its variables: outside StringLike an asterisk is an asterisk.
    return (value, context) => {
      const compiled = pattern(context);
      return compiled === undefined ? undefined : filled(compiled.units) === value;
    };
  },
};

export const stringEqualsIgnoreCase: Comparison = {
  compile: (wanted, variables) => {
    const equals = stringEquals.compile(wanted.toLowerCase(), variables);
    return (value, context) => equals(value.toLowerCase(), context);
  },
};

export const stringLike: Comparison = {
  compile: (wanted, variables) => {
    const pattern = patternIn(wanted, variables);
    return (value, context) => {
      const compiled = pattern(context);
      return compiled === undefined ? undefined : matches(compiled, value);
    };
  },
};

const WILDCARDS: Readonly<Record<number, number>> = { [-1]: 0x2a, [-2]: 0x3f };

function filled(units: readonly number[]): string {
  return units.map((unit) => String.fromCharCode(WILDCARDS[unit] ?? unit)).join("");
}
