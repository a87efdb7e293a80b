import type { Comparison } from "./comparison.ts";

/** A comparison of numbers; what is no number fits nothing. */
export function numeric(compare: (value: number, wanted: number) => boolean): Comparison {
  return ordered((text) => (text.trim() === "" ? Number.NaN : Number(text)), compare);
}

/** A comparison of points in time: ISO 8601 or epoch seconds. */
export function date(compare: (value: number, wanted: number) => boolean): Comparison {
  return ordered((text) => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text)), compare);
}

function ordered(parse: (text: string) => number, compare: (value: number, wanted: number) => boolean): Comparison {
  return {
    compile: (wanted) => {
      const limit = parse(wanted);
      return (value) => {
        const number = parse(value);
        return !Number.isNaN(number) && !Number.isNaN(limit) && compare(number, limit);
      };
    },
  };
}
