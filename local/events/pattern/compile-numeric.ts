import type { Node, Place, ScalarNode } from "../../jackson/node.ts";
import { incomparable } from "./comparable-number.ts";
import { PatternError } from "./invalid-pattern.ts";
import { type Bound, type Matcher, numeric } from "./matcher.ts";

const OPERATORS: readonly string[] = ["=", "<", "<=", ">", ">="] satisfies readonly Bound["operator"][];

/** What is left over behind a numeric expression; anything-but uses the same words (event-ruler). */
export const TOO_MANY = "Too many elements in numeric expression";

/**
 * Compiles the value of `numeric`: one operator with a number, or a range from `>` or `>=` to `<` or `<=`. The checks
 * stand in event-ruler's order, which reads the list from left to right and sees a number's size only at the end.
 *
 * @throws PatternError
 */
export function compileNumeric(node: Node): Matcher {
  if (node.kind !== "array") throw new PatternError("Value of numeric must be an array.", node.at);
  const [first, value, second, top, fifth] = node.items;
  const operator = textOf(first);
  if (operator === undefined) {
    throw new PatternError(`Invalid member in numeric match: ${shown(first)}`, placeOf(first, node));
  }
  if (!isOperator(operator)) {
    throw new PatternError(`Unrecognized numeric range operator: ${operator}`, placeOf(value, node));
  }
  const bottom = numberOf(value, operator === "=" ? "equals" : operator, node);
  if (second === undefined) return numeric([bound(operator, bottom, node.end)]);
  if (!operator.startsWith(">")) throw new PatternError(TOO_MANY, second.at);
  const end = textOf(second);
  if (end === undefined) throw new PatternError(`Bad value in numeric range: ${shown(second)}`, second.at);
  if (end !== "<" && end !== "<=") throw new PatternError(`Bad numeric range operator: ${end}`, second.end);
  const limit = numberOf(top, end, node);
  if (fifth !== undefined) throw new PatternError("Too many terms in numeric range expression", fifth.at);
  const bounds = [bound(operator, bottom, node.end), bound(end, limit, node.end)];
  if (limit.value <= bottom.value) throw new PatternError("Bottom must be less than top", node.end);
  return numeric(bounds);
}

function isOperator(text: string): text is Bound["operator"] {
  return OPERATORS.includes(text);
}

type NumberNode = ScalarNode & { readonly value: number };

function numberOf(node: Node | undefined, name: string, within: Node): NumberNode {
  if (node?.kind === "scalar" && typeof node.value === "number") return node as NumberNode;
  throw new PatternError(`Value of ${name} must be numeric`, placeOf(node, within));
}

function bound(operator: Bound["operator"], { value }: NumberNode, at: Place): Bound {
  const reason = incomparable(value);
  if (reason !== undefined) throw new PatternError(reason, at);
  return { operator, value };
}

function textOf(node: Node | undefined): string | undefined {
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

/** A token as Jackson's parser spells it. */
function shown(node: Node | undefined): string {
  switch (node?.kind) {
    case undefined:
      return "]";
    case "object":
      return "{";
    case "array":
      return "[";
    case "scalar":
      return typeof node.value === "string" ? node.value : node.text;
    default: {
      const never: never = node;
      return never;
    }
  }
}

function placeOf(node: Node | undefined, within: Node): Place {
  return node?.at ?? within.end;
}
