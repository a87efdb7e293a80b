import { matches } from "../match.ts";
import { patternIn } from "../variables.ts";
import type { Comparison } from "./comparison.ts";

/** Exact, except that `${*}` and other variables are filled in first. */
export const stringEquals: Comparison = equals((text) => text);

export const stringEqualsIgnoreCase: Comparison = equals((text) => text.toLowerCase());

/** @param folded what is compared of the texts, once variables are filled in. */
function equals(folded: (text: string) => string): Comparison {
  return {
    compile: (wanted, variables) => {
      if (!variables || !wanted.includes("${")) {
        const text = folded(wanted);
        return (value) => folded(value) === text;
      }
      const pattern = patternIn(wanted, true);
      // The pattern is only used for its variables: outside StringLike an asterisk is an asterisk.
      return (value, context) => {
        const compiled = pattern(context);
        return compiled === undefined ? undefined : folded(filled(compiled.units)) === folded(value);
      };
    },
  };
}

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
