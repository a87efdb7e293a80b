import { JavaException } from "../java-exception.ts";
import { isNumber, JavaList, toText, type Value } from "../values.ts";

/** A function of Jayway's, with its arguments' values. */
type Run = (value: Value, args: readonly Value[]) => Value;

const NOTHING_TO_AGGREGATE =
  "com.jayway.jsonpath.JsonPathException: Aggregation function attempted to calculate value using empty array";

/** The functions of Jayway's JsonPath (its README, "Functions"). */
export const FUNCTIONS: Readonly<Record<string, Run>> = {
  append: (value, args) => (value instanceof JavaList ? new JavaList("json", [...value.items, ...args]) : value),
  avg: aggregation((numbers) => sum(numbers) / numbers.length),
  concat: (value, args) =>
    [...(value instanceof JavaList ? value.items : []), ...args].filter((item) => typeof item === "string").join(""),
  first: (value) => itemAt(value, 0),
  index: (value, [index]) => itemAt(value, Number(toText(index ?? 0n))),
  keys: (value) => (value instanceof Map ? new JavaList("list", [...value.keys()]) : null),
  last: (value) => itemAt(value, -1),
  length: size,
  max: aggregation((numbers) => Math.max(...numbers)),
  min: aggregation((numbers) => Math.min(...numbers)),
  size,
  stddev: aggregation((numbers) => {
    const mean = sum(numbers) / numbers.length;
    return Math.sqrt(sum(numbers.map((number) => number * number)) / numbers.length - mean * mean);
  }),
  sum: aggregation(sum),
};

/** How many items or members; null for what has none. */
function size(value: Value): Value {
  if (value instanceof JavaList) return BigInt(value.items.length);
  return value instanceof Map ? BigInt(value.size) : null;
}

/** Over the numbers of a list and of the arguments, lists among them included; the answer is a double. */
function aggregation(calculate: (numbers: readonly number[]) => number): Run {
  return (value, args) => {
    const lists = args.flatMap((argument) => (argument instanceof JavaList ? argument.items : [argument]));
    const numbers = [...(value instanceof JavaList ? value.items : []), ...lists].filter(isNumber);
    if (numbers.length === 0) throw new JavaException(NOTHING_TO_AGGREGATE);
    return calculate(numbers.map((number) => Number(toText(number))));
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function itemAt(value: Value, index: number): Value {
  if (!(value instanceof JavaList)) throw new JavaException(NOTHING_TO_AGGREGATE);
  const item = value.items.at(index);
  if (item !== undefined) return item;
  const { length } = value.items;
  throw new JavaException(`java.lang.IndexOutOfBoundsException: Index ${index} out of bounds for length ${length}`);
}
