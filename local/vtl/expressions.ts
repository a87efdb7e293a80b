import type { Expression, Reference, Step } from "./ast.ts";
import type { Evaluate, Frame } from "./frame.ts";
import { JavaException } from "./java-exception.ts";
import { PatternError } from "./java-regex.ts";
import { callMethod, getIndex, getProperty } from "./members.ts";
import { isTrue, operate } from "./operators.ts";
import { compileBlock } from "./template.ts";
import { type Position, TemplateError } from "./template-error.ts";
import { JavaList, toText, type Value } from "./values.ts";

const ARITHMETIC = new Set(["+", "-", "*", "/", "%"]);

/** Literals other than true and false, and sums, are false as a condition in Velocity 1.7: `#if("text")` goes to its else. */
export function compileCondition(condition: Expression): (frame: Frame) => boolean {
  switch (condition.kind) {
    case "literal":
      return () => condition.value === true;
    case "interpolated":
    case "list":
    case "range":
    case "map":
      return () => false;
    case "reference":
    case "not":
    case "binary": {
      if (condition.kind === "binary" && ARITHMETIC.has(condition.operator)) return () => false;
      const evaluate = compileExpression(condition);
      return (frame) => isTrue(evaluate(frame));
    }
    default: {
      const never: never = condition;
      throw new Error(`unknown condition ${String(never)}`);
    }
  }
}

/** Compiles what stands inside a directive or an argument list. */
export function compileExpression(expression: Expression): Evaluate {
  switch (expression.kind) {
    case "literal":
      return () => expression.value;
    case "reference":
      return compileReference(expression.reference);
    case "interpolated": {
      const render = compileBlock(expression.body);
      return (frame) => {
        const inner: Frame = { scope: frame.scope, variables: frame.variables, output: "" };
        render(inner);
        return inner.output;
      };
    }
    case "list": {
      const items = expression.items.map(compileExpression);
      return (frame) =>
        new JavaList(
          "list",
          items.map((item) => item(frame)),
        );
    }
    case "range":
      return compileRange(compileExpression(expression.from), compileExpression(expression.to));
    case "map": {
      const entries = expression.entries.map(
        ([key, value]) => [compileExpression(key), compileExpression(value)] as const,
      );
      return (frame) => new Map(entries.map(([key, value]) => [toText(key(frame)), value(frame)]));
    }
    case "not": {
      const operand = compileCondition(expression.operand);
      return (frame) => !operand(frame);
    }
    case "binary":
      return compileBinary(expression);
    default: {
      const never: never = expression;
      throw new Error(`unknown expression ${String(never)}`);
    }
  }
}

function compileRange(from: Evaluate, to: Evaluate): Evaluate {
  return (frame) => {
    const first = from(frame);
    const last = to(frame);
    if (typeof first !== "bigint" || typeof last !== "bigint") return null;
    const step = first <= last ? 1n : -1n;
    const length = Number(step * (last - first)) + 1;
    return new JavaList(
      "list",
      Array.from({ length }, (_, index) => first + step * BigInt(index)),
    );
  };
}

function compileBinary(expression: Extract<Expression, { kind: "binary" }>): Evaluate {
  const { operator } = expression;
  if (operator === "&&" || operator === "||") {
    const left = compileCondition(expression.left);
    const right = compileCondition(expression.right);
    return operator === "&&" ? (frame) => left(frame) && right(frame) : (frame) => left(frame) || right(frame);
  }
  const left = compileExpression(expression.left);
  const right = compileExpression(expression.right);
  if (operator !== "+") return (frame) => operate(operator, left(frame), right(frame));
  return (frame) => {
    const one = left(frame);
    const other = right(frame);
    if (typeof one !== "string" && typeof other !== "string") return operate("+", one, other);
    // Text swallows what it is added to; a reference without a value stands there as it was written.
    return textOperand(one, expression.left) + textOperand(other, expression.right);
  };
}

function textOperand(value: Value, expression: Expression): string {
  if (value !== null) return toText(value);
  return expression.kind === "reference" ? expression.reference.text : "null";
}

/** Compiles a reference; null is what an undefined one answers. */
export function compileReference(reference: Reference): Evaluate {
  const { name } = reference;
  const steps = reference.path.map(compileStep);
  return (frame) => {
    let value: Value = frame.variables.get(name) ?? frame.scope(name) ?? null;
    for (const step of steps) {
      if (value === null) return null;
      value = step(value, frame) ?? null;
    }
    return value;
  };
}

function compileStep(step: Step): (value: Value, frame: Frame) => Value | undefined {
  switch (step.kind) {
    case "property":
      return (value) => getProperty(value, step.name);
    case "index": {
      const index = compileExpression(step.index);
      return (value, frame) => failingAt(step.at, "[]", () => getIndex(value, index(frame)));
    }
    case "call": {
      const args = step.args.map(compileExpression);
      return (value, frame) =>
        failingAt(step.at, step.name, () =>
          callMethod(
            value,
            step.name,
            args.map((argument) => argument(frame)),
          ),
        );
    }
    default: {
      const never: never = step;
      throw new Error(`unknown step ${String(never)}`);
    }
  }
}

/** What Java would throw from a method ends the template there. */
function failingAt(at: Position, method: string, run: () => Value | undefined): Value | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof JavaException || error instanceof PatternError) {
      throw new TemplateError(`${method} failed: ${error.message}`, at);
    }
    throw error;
  }
}
