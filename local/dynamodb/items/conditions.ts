import type { Item } from "../table.ts";
import { beginsWith, contains, equal, order, sizeOf, typeOf } from "./compare.ts";
import { type Path, type Value, valueAt } from "./paths.ts";

/** An expression as dynalite's parser leaves it: an operator or function with its operands. */
export interface Expression {
  readonly type: string;
  readonly name?: string;
  readonly args: readonly Operand[];
}

/** A path, a value, or the function `size`. */
export type Operand = Path | Value | Expression;

/** One attribute's condition of a legacy parameter (`Expected`, `QueryFilter`, `ScanFilter`, `KeyConditions`). */
export interface Condition {
  readonly ComparisonOperator?: string;
  readonly AttributeValueList?: readonly Value[];
  readonly Value?: Value;
  readonly Exists?: boolean;
}

/** Whether an item fits an expression (DDG/Expressions.OperatorsAndFunctions). */
export function matches(expression: Expression, item: Item): boolean {
  const { type, name = type, args } = expression;
  switch (type) {
    case "and":
      return matches(args[0] as Expression, item) && matches(args[1] as Expression, item);
    case "or":
      return matches(args[0] as Expression, item) || matches(args[1] as Expression, item);
    case "not":
      return !matches(args[0] as Expression, item);
    default: {
      const [value, ...others] = args.map((operand) => resolve(operand, item));
      return holds(type === "function" ? name : type, value, others);
    }
  }
}

/** Whether an item fits legacy conditions: all of them, or with `OR` any. */
export function matchesConditions(
  item: Item,
  conditions: Readonly<Record<string, Condition>>,
  operator: string | undefined,
): boolean {
  const fits = (name: string): boolean => {
    const condition = conditions[name] as Condition;
    const { Exists: exists, ComparisonOperator: comparison = "EQ", AttributeValueList: list, Value: value } = condition;
    const others = list ?? (value === undefined ? [] : [value]);
    return holds(exists === false ? "NULL" : comparison, valueAt([name], item), others);
  };
  const names = Object.keys(conditions);
  return operator === "OR" ? names.some(fits) : names.every(fits);
}

/** Whether a comparison, by its name in expressions or in legacy conditions, holds between a value and others. */
export function holds(comparison: string, value: Value | undefined, others: readonly (Value | undefined)[]): boolean {
  const [other] = others;
  switch (comparison) {
    case "attribute_exists":
    case "NOT_NULL":
      return value !== undefined;
    case "attribute_not_exists":
    case "NULL":
      return value === undefined;
    case "<>":
    case "NE":
      return value === undefined || other === undefined || !equal(value, other);
    case "NOT_CONTAINS":
      return value === undefined || other === undefined || !contains(value, other);
    default:
      return value !== undefined && other !== undefined && holdsBetween(comparison, value, other, others);
  }
}

/** The comparisons that are false where either side is missing. */
function holdsBetween(comparison: string, value: Value, other: Value, others: readonly (Value | undefined)[]): boolean {
  switch (comparison) {
    case "=":
    case "EQ":
      return equal(value, other);
    case "in":
    case "IN":
      return others.some((one) => one !== undefined && equal(value, one));
    case "begins_with":
    case "BEGINS_WITH":
      return beginsWith(value, other);
    case "contains":
    case "CONTAINS":
      return contains(value, other);
    case "attribute_type":
      return typeOf(value) === other.S;
    case "between":
    case "BETWEEN": {
      const upper = others[1];
      return upper !== undefined && isOrdered(value, other, ">=") && isOrdered(value, upper, "<=");
    }
    default:
      return isOrdered(value, other, comparison);
  }
}

function isOrdered(value: Value, other: Value, comparison: string): boolean {
  const result = order(value, other);
  if (result === undefined) return false;
  switch (comparison) {
    case "<":
    case "LT":
      return result < 0;
    case "<=":
    case "LE":
      return result <= 0;
    case ">":
    case "GT":
      return result > 0;
    case ">=":
    case "GE":
      return result >= 0;
    default:
      throw new Error(`unknown comparison ${comparison}`);
  }
}

function isPath(operand: Operand): operand is Path {
  return Array.isArray(operand);
}

function resolve(operand: Operand, item: Item): Value | undefined {
  if (isPath(operand)) return valueAt(operand, item);
  if (!("args" in operand)) return operand;
  const [inner] = operand.args;
  const value = inner === undefined ? undefined : resolve(inner, item);
  const size = value === undefined ? undefined : sizeOf(value);
  return size === undefined ? undefined : { N: String(size) };
}
