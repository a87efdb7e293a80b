import { isObject, type Json } from "../../json.ts";
import { jsonEqual } from "../json-equal.ts";
import { expectArray, expectInteger, IntrinsicArgumentError, type IntrinsicFunction } from "./intrinsic-function.ts";

/** AWS makes ranges of at most this many elements. AWS: DG/intrinsic-functions, States.ArrayRange. */
const LONGEST_RANGE = 1000;

/** The functions that make and take apart arrays. */
export const arrayFunctions: Readonly<Record<string, IntrinsicFunction>> = {
  "States.Array": { fewest: 0, most: Number.POSITIVE_INFINITY, evaluate: (args) => args },
  "States.ArrayPartition": {
    fewest: 2,
    most: 2,
    evaluate: ([list, size]) => partition(expectArray(list), expectInteger(size)),
  },
  "States.ArrayContains": {
    fewest: 2,
    most: 2,
    evaluate: ([list, value = null]) => expectArray(list).some((item) => jsonEqual(item, value)),
  },
  "States.ArrayRange": {
    fewest: 3,
    most: 3,
    evaluate: ([first, last, step]) => range(expectInteger(first), expectInteger(last), expectInteger(step)),
  },
  "States.ArrayGetItem": {
    fewest: 2,
    most: 2,
    evaluate([list, index]) {
      const item = expectArray(list)[expectInteger(index)];
      if (item === undefined) throw new IntrinsicArgumentError();
      return item;
    },
  },
  "States.ArrayLength": { fewest: 1, most: 1, evaluate: ([list]) => expectArray(list).length },
  "States.ArrayUnique": { fewest: 1, most: 1, evaluate: ([list]) => unique(expectArray(list)) },
};

/** Splits an array into chunks, the last one maybe shorter. */
function partition(list: readonly Json[], size: number): Json {
  if (size < 1) throw new IntrinsicArgumentError();
  const chunks: Json[] = [];
  for (let start = 0; start < list.length; start += size) chunks.push(list.slice(start, start + size));
  return chunks;
}

/** The numbers from `first` to `last`, both included, `step` apart; a negative step counts down. */
function range(first: number, last: number, step: number): Json {
  if (step === 0) throw new IntrinsicArgumentError();
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > LONGEST_RANGE) throw new IntrinsicArgumentError();
  return Array.from({ length }, (_, index) => first + index * step);
}

/** Keeps the first of equal items. */
function unique(list: readonly Json[]): Json {
  const seen = new Set<Json>();
  return list.filter((item) => {
    const key = identity(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Something that is the same for equal values only: strings are marked, for one could look like the key of an object. */
function identity(item: Json): Json {
  if (typeof item === "string") return `text:${item}`;
  return typeof item === "object" && item !== null ? `json:${canonical(item)}` : item;
}

/** The same text for equal values: members in the order of their names. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_name, inner: Json) =>
    isObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
