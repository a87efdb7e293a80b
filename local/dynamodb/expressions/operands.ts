import { isObject, type Json, type JsonObject } from "../../json.ts";
import { validation } from "../errors.ts";

/** The most operands of an IN, and the most operators and functions of an expression (DDG/Constraints). */
const MAX_OPERANDS = 100;
const MAX_OPERATORS = 300;

/** Values that have an order. */
const ORDERED = new Set(["S", "N", "B"]);
const ORDERING = new Set(["<", "<=", ">", ">=", "between"]);

/** Where dynalite leaves the conditions it has parsed, by the member they came from. */
const PARSED = { ConditionExpression: "_condition", FilterExpression: "_filter" } as const;

/** An operator or function with its operands: paths are lists, values are attribute values. */
interface Operation {
  readonly type: string;
  readonly args: readonly Json[];
}

/**
 * What DynamoDB refuses in a condition before it looks at any item, and dynalite does not: a value without an order beside
 * an operator that asks for one, and too much of everything (reapit/foundations#8255, aws/aws-sdk-js#3721).
 *
 * @throws AwsError `ValidationException`.
 */
export function checkOperands(data: JsonObject): void {
  for (const [name, member] of Object.entries(PARSED)) {
    const parsed = data[member];
    if (parsed === undefined || parsed === null || !isObject(parsed)) continue;
    const refuse = (why: string): never => {
      throw validation(`Invalid ${name}: ${why}`);
    };
    const operators = count(parsed["expression"], refuse);
    if (operators > MAX_OPERATORS) {
      refuse(`The expression contains too many operators; operator count: ${operators}`);
    }
  }
}

/** Counts the operators of an expression, checking each on the way. */
function count(node: Json | undefined, refuse: (why: string) => never): number {
  if (!isOperation(node)) return 0;
  const { type, args } = node;
  if (type === "in" && args.length - 1 > MAX_OPERANDS) {
    refuse(`The IN operator is provided with too many operands; number of operands: ${args.length - 1}`);
  }
  if (ORDERING.has(type)) {
    const unordered = args.map(typeOf).find((kind) => kind !== undefined && !ORDERED.has(kind));
    const operator = type.toUpperCase();
    const words = "Incorrect operand type for operator or function; operator or function";
    if (unordered !== undefined) refuse(`${words}: ${operator}, operand type: ${unordered}`);
  }
  return args.reduce<number>((sum, arg) => sum + count(arg, refuse), 1);
}

function isOperation(node: Json | undefined): node is JsonObject & Operation {
  return node !== undefined && node !== null && isObject(node) && typeof node["type"] === "string";
}

/** The type of an attribute value, such as `BOOL`; undefined for paths and functions, whose types nobody knows yet. */
function typeOf(operand: Json): string | undefined {
  if (operand === null || !isObject(operand) || isOperation(operand)) return undefined;
  return Object.keys(operand)[0];
}
