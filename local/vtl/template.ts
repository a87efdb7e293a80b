import type { Block, Node, Reference, Step } from "./ast.ts";
import { JavaIterator } from "./collection-methods.ts";
import { compileCondition, compileExpression, compileReference } from "./expressions.ts";
import type { Evaluate, Frame, Outcome, Render, TemplateScope } from "./frame.ts";
import { LoopState } from "./loop-state.ts";
import { assign } from "./members.ts";
import { parseTemplate } from "./parser.ts";
import { TemplateError } from "./template-error.ts";
import { JavaList, toText, type Value } from "./values.ts";

/** A template, ready to be rendered as often as needed. */
export type Template = (scope: TemplateScope) => string;

/** API Gateway stops a loop here (DG/api-gateway-execution-service-limits-table). */
const FOREACH_LIMIT = 1000;

const LOOP_VARIABLES = ["foreach", "velocityCount", "velocityHasNext"] as const;

const cache = new Map<string, Template>();
const CACHE_LIMIT = 2000;

/**
 * Compiles a mapping template, once per text.
 *
 * @returns a pure function of its scope; it throws a {@link TemplateError} where a method fails as it would in Java.
 * @throws TemplateError when the text is no template.
 */
export function compileTemplate(text: string): Template {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const render = compileBlock(parseTemplate(text));
  const template: Template = (scope) => {
    const frame: Frame = { scope, variables: new Map(), output: "" };
    render(frame);
    return frame.output;
  };
  if (cache.size >= CACHE_LIMIT) cache.clear();
  cache.set(text, template);
  return template;
}

/** Compiles a part of a template: a branch, a loop's body, a double-quoted literal. */
export function compileBlock(block: Block): Render {
  const parts = block.map(compileNode);
  return (frame) => {
    for (const part of parts) {
      const outcome = part(frame);
      if (outcome !== "done") return outcome;
    }
    return "done";
  };
}

function compileNode(node: Node): Render {
  switch (node.kind) {
    case "text":
      return (frame) => {
        frame.output += node.text;
        return "done";
      };
    case "reference":
      return compileOutput(node.reference, node.escapes);
    case "set":
      return compileSet(node.target, compileExpression(node.value));
    case "if":
      return compileIf(node);
    case "foreach":
      return compileForeach(node);
    case "break":
      return () => "break";
    case "stop":
      return () => "stop";
    default: {
      const never: never = node;
      throw new Error(`unknown node ${String(never)}`);
    }
  }
}

/** Two backslashes before a reference print one; an odd one prints the reference itself, as Velocity does. */
function compileOutput(reference: Reference, escapes: number): Render {
  const evaluate = compileReference(reference);
  const backslashes = "\\".repeat(Math.floor(escapes / 2));
  const escaped = escapes % 2 === 1;
  return (frame) => {
    const value = evaluate(frame);
    if (escaped) frame.output += `${backslashes}${value === null ? "\\" : ""}${reference.text}`;
    else if (value === null) frame.output += backslashes;
    else frame.output += backslashes + toText(value);
    return "done";
  };
}

/** A null on the right leaves the variable as it was (Velocity's `directive.set.null.allowed` is off). */
function compileSet(target: Reference, evaluate: Evaluate): Render {
  const last = target.path.at(-1);
  if (last === undefined) {
    return (frame) => {
      const value = evaluate(frame);
      if (value !== null) frame.variables.set(target.name, value);
      return "done";
    };
  }
  const owner = compileReference({ ...target, path: target.path.slice(0, -1) });
  const index = compileKey(last);
  return (frame) => {
    const value = evaluate(frame);
    if (value !== null) assign(owner(frame), index(frame), value);
    return "done";
  };
}

function compileKey(step: Step): Evaluate {
  switch (step.kind) {
    case "property":
      return () => step.name;
    case "index":
      return compileExpression(step.index);
    case "call":
      throw new TemplateError("a method call cannot be assigned to", step.at);
    default: {
      const never: never = step;
      throw new Error(`unknown step ${String(never)}`);
    }
  }
}

function compileIf(node: Extract<Node, { kind: "if" }>): Render {
  const branches = node.branches.map(({ condition, body }) => ({
    holds: compileCondition(condition),
    render: compileBlock(body),
  }));
  const otherwise = compileBlock(node.otherwise);
  return (frame) => {
    for (const { holds, render } of branches) if (holds(frame)) return render(frame);
    return otherwise(frame);
  };
}

function compileForeach(node: Extract<Node, { kind: "foreach" }>): Render {
  const evaluate = compileExpression(node.items);
  const render = compileBlock(node.body);
  return (frame) => {
    const items = iterable(evaluate(frame)).slice(0, FOREACH_LIMIT);
    const outer = [...LOOP_VARIABLES, node.variable].map((name) => [name, frame.variables.get(name)] as const);
    const around = frame.variables.get("foreach");
    const parent = around instanceof LoopState ? around : null;
    let outcome: Outcome = "done";
    for (const [index, item] of items.entries()) {
      frame.variables.set(node.variable, item);
      frame.variables.set("velocityCount", BigInt(index + 1));
      frame.variables.set("velocityHasNext", index + 1 < items.length);
      frame.variables.set("foreach", new LoopState(index, items.length, parent));
      outcome = render(frame);
      if (outcome !== "done") break;
    }
    for (const [name, value] of outer) {
      if (value === undefined) frame.variables.delete(name);
      else frame.variables.set(name, value);
    }
    return outcome === "stop" ? "stop" : "done";
  };
}

function iterable(value: Value): Value[] {
  if (value instanceof JavaList) return [...value.items];
  if (value instanceof JavaIterator) return value.rest();
  return value instanceof Map ? [...value.values()] : [];
}
