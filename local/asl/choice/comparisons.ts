import type { Json } from "../../json.ts";
import { parseTimestamp } from "../timestamps.ts";

/** The words that end a comparison's name: `NumericLessThanEquals`. */
type Relation = "Equals" | "LessThan" | "GreaterThan" | "LessThanEquals" | "GreaterThanEquals";

/** Compares two values; values of another type than the operator's make it false, silently. AWS: the language's specification. */
export type Comparison = (variable: Json, operand: Json) => boolean;

const RELATIONS: Readonly<Record<Relation, <T extends string | number>(left: T, right: T) => boolean>> = {
  Equals: (left, right) => left === right,
  LessThan: (left, right) => left < right,
  GreaterThan: (left, right) => left > right,
  LessThanEquals: (left, right) => left <= right,
  GreaterThanEquals: (left, right) => left >= right,
};

/** All operators that compare two values and have a twin that takes the operand from a path, by name. */
export const comparisons: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ["BooleanEquals", (variable, operand) => typeof variable === "boolean" && variable === operand],
  ...Object.entries(RELATIONS).flatMap(([relation, holds]): [string, Comparison][] => [
    [
      `String${relation}`,
      (variable, operand) => typeof variable === "string" && typeof operand === "string" && holds(variable, operand),
    ],
    [
      `Numeric${relation}`,
      (variable, operand) => typeof variable === "number" && typeof operand === "number" && holds(variable, operand),
    ],
    [`Timestamp${relation}`, (variable, operand) => timestamps(variable, operand, holds)],
  ]),
]);

function timestamps(variable: Json, operand: Json, holds: (left: number, right: number) => boolean): boolean {
  if (typeof variable !== "string" || typeof operand !== "string") return false;
  const [left, right] = [parseTimestamp(variable), parseTimestamp(operand)];
  return left !== undefined && right !== undefined && holds(left, right);
}
