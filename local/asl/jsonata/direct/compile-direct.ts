import type { Json } from "../../../json.ts";
import type { SyntaxNode } from "../syntax-tree.ts";
import { directFunctions } from "./functions.ts";
import { libraryNames } from "./library-names.ts";
import { compileOperator } from "./operators.ts";
import { compileIndexes, compilePath, literalIndexes, nameSteps } from "./path.ts";
import { type Evaluate, finite, leaveToLibrary, truth, type Value } from "./value.ts";

/** The expression's own names that a node can see, by their slot, and how many slots there are. */
interface Names {
  readonly slots: ReadonlyMap<string, number>;
  readonly counter: { next: number };
}

type Compile = (node: SyntaxNode, names: Names) => Evaluate | undefined;

/**
 * Compiles an expression to closures over its tree, for evaluation without the library, which is asynchronous and some hundred times
 * slower: values, paths of names and indexes, operators, conditions, constructors, blocks with bindings, and the usual functions.
 * All else, and whatever fails, is left to the library, so that errors have its words (a property test holds the two against each other).
 *
 * @returns undefined where a node is not among these.
 */
export function compileDirect(tree: SyntaxNode): Evaluate | undefined {
  return compileNode(tree, { slots: new Map(), counter: { next: 0 } });
}

/** The members that each type of node may have; any other changes what it means. */
const known: Readonly<Record<string, { readonly members: readonly string[]; readonly compile: Compile }>> = {
  number: { members: ["value"], compile: ({ value }) => constant(value) },
  string: { members: ["value"], compile: ({ value }) => constant(value) },
  value: { members: ["value"], compile: ({ value }) => constant(value) },
  variable: { members: ["value", "predicate"], compile: compileVariable },
  path: { members: ["steps"], compile: compileSteps },
  binary: { members: ["value", "lhs", "rhs"], compile: compileBinary },
  unary: { members: ["value", "expression", "expressions", "lhs"], compile: compileUnary },
  condition: { members: ["condition", "then", "else"], compile: compileCondition },
  block: { members: ["expressions"], compile: compileBlock },
  function: { members: ["value", "name", "arguments", "procedure"], compile: compileCall },
};

function compileNode(node: SyntaxNode, names: Names): Evaluate | undefined {
  const kind = Object.hasOwn(known, node.type) ? known[node.type] : undefined;
  if (kind === undefined) return undefined;
  const plain = Object.entries(node).every(
    ([member, value]) =>
      member === "type" || member === "position" || value === undefined || kind.members.includes(member),
  );
  return plain ? kind.compile(node, names) : undefined;
}

function constant(value: unknown): Evaluate | undefined {
  if (typeof value === "number" && !Number.isFinite(value)) return undefined;
  const literal = value as Json;
  return () => literal;
}

function compileVariable({ value: name, predicate = [] }: SyntaxNode, names: Names): Evaluate | undefined {
  const indexes = literalIndexes(predicate);
  const read = typeof name === "string" && name !== "states" ? readVariable(name, names) : undefined;
  if (read === undefined || indexes === undefined) return undefined;
  return indexes.length === 0 ? read : compileIndexes(read, indexes);
}

function readVariable(name: string, { slots }: Names): Evaluate | undefined {
  const slot = slots.get(name);
  if (slot !== undefined) return ({ locals }) => locals[slot];
  if (name === "" || name === "$" || name in Object.prototype || libraryNames.has(name)) return undefined;
  return ({ scope }) => scope.variables[name];
}

/** A path that begins with a variable; `$states.input` and its like are taken as one. */
function compileSteps({ steps = [] }: SyntaxNode, names: Names): Evaluate | undefined {
  const [first, ...rest] = steps;
  if (first?.type !== "variable" || Object.hasOwn(first, "stages")) return undefined;
  const below = nameSteps(rest);
  if (below === undefined) return undefined;
  if (first.value !== "states" || names.slots.has("states")) {
    const start = compileNode(first, names);
    return start === undefined ? undefined : compilePath(start, below);
  }
  const [member, ...inner] = below;
  const start = Object.keys(first).length > 3 ? undefined : readStates(member?.name);
  if (start === undefined || member === undefined) return undefined;
  if (member.indexes.length > 0) return undefined;
  return inner.length === 0 ? start : compilePath(start, inner);
}

function readStates(member: string | undefined): Evaluate | undefined {
  switch (member) {
    case "input":
      return ({ scope }) => scope.input;
    case "result":
      return ({ scope }) => scope.result;
    case "errorOutput":
      return ({ scope }) => scope.errorOutput;
    case "context":
      return ({ scope }) => scope.context();
    default:
      return undefined;
  }
}

function compileBinary({ value, lhs, rhs }: SyntaxNode, names: Names): Evaluate | undefined {
  if (lhs === undefined || Array.isArray(lhs) || rhs === undefined) return undefined;
  const [left, right] = [compileNode(lhs as SyntaxNode, names), compileNode(rhs, names)];
  return left === undefined || right === undefined ? undefined : compileOperator(value, left, right);
}

function compileUnary(node: SyntaxNode, names: Names): Evaluate | undefined {
  switch (node.value) {
    case "-": {
      const operand = node.expression === undefined ? undefined : compileNode(node.expression, names);
      if (operand === undefined) return undefined;
      return (frame) => {
        const value = operand(frame);
        return value === undefined ? undefined : -finite(value);
      };
    }
    case "[":
      return compileArray(node.expressions ?? [], names);
    case "{":
      return Array.isArray(node.lhs) ? compileObject(node.lhs as Pairs, names) : undefined;
    default:
      return undefined;
  }
}

/** An array inside of the brackets is an item if it is written so, else its items are. */
function compileArray(expressions: readonly SyntaxNode[], names: Names): Evaluate | undefined {
  const items: { readonly evaluate: Evaluate; readonly isArray: boolean }[] = [];
  for (const expression of expressions) {
    const evaluate = compileNode(expression, names);
    if (evaluate === undefined) return undefined;
    items.push({ evaluate, isArray: expression.value === "[" });
  }
  return (frame) => {
    const result: Json[] = [];
    for (const { evaluate, isArray } of items) {
      const value = evaluate(frame);
      if (value === undefined) continue;
      if (Array.isArray(value) && !isArray) for (const item of value as readonly Json[]) result.push(item);
      else result.push(value);
    }
    return result;
  };
}

type Pairs = readonly (readonly [SyntaxNode, SyntaxNode])[];

/** An object with literal names, each once. Members without a value are left out. */
function compileObject(pairs: Pairs, names: Names): Evaluate | undefined {
  const members = new Map<string, Evaluate>();
  for (const [key, expression] of pairs) {
    const evaluate = compileNode(expression, names);
    const name = key.type === "string" && typeof key.value === "string" ? key.value : undefined;
    if (evaluate === undefined || name === undefined) return undefined;
    if (members.has(name) || name === "__proto__" || name.startsWith("_jsonata_")) return undefined;
    members.set(name, evaluate);
  }
  return (frame) => {
    const result: Record<string, Json> = {};
    for (const [name, evaluate] of members) {
      const value = evaluate(frame);
      if (value !== undefined) result[name] = value;
    }
    return result;
  };
}

function compileCondition(node: SyntaxNode, names: Names): Evaluate | undefined {
  if (node.condition === undefined || node.then === undefined) return undefined;
  const [condition, then] = [compileNode(node.condition, names), compileNode(node.then, names)];
  const otherwise = node.else === undefined ? (): Value => undefined : compileNode(node.else, names);
  if (condition === undefined || then === undefined || otherwise === undefined) return undefined;
  return (frame) => (truth(condition(frame)) ? then(frame) : otherwise(frame));
}

/** A block's bindings hold for what comes after them in it. */
function compileBlock({ expressions = [] }: SyntaxNode, { slots, counter }: Names): Evaluate | undefined {
  const inner = new Map(slots);
  const parts: Evaluate[] = [];
  for (const expression of expressions) {
    const part = compilePart(expression, inner, counter);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return (frame) => {
    let result: Value;
    for (const part of parts) result = part(frame);
    return result;
  };
}

function compilePart(node: SyntaxNode, inner: Map<string, number>, counter: Names["counter"]): Evaluate | undefined {
  if (node.type !== "bind") return compileNode(node, { slots: inner, counter });
  const target = node.lhs as SyntaxNode | undefined;
  const members = ["type", "value", "position", "lhs", "rhs"];
  if (!Object.keys(node).every((member) => members.includes(member)) || typeof target?.value !== "string")
    return undefined;
  const value = node.rhs === undefined ? undefined : compileNode(node.rhs, { slots: new Map(inner), counter });
  if (value === undefined) return undefined;
  const slot = counter.next++;
  inner.set(target.value, slot);
  return (frame) => {
    const result = value(frame);
    frame.locals[slot] = result;
    return result;
  };
}

/** A call of a function by its name, which no variable may have taken. */
function compileCall({ arguments: given = [], procedure }: SyntaxNode, names: Names): Evaluate | undefined {
  const name = procedure?.type === "variable" && !procedure.predicate ? procedure.value : undefined;
  const found = typeof name === "string" && !names.slots.has(name) ? directFunctions.get(name) : undefined;
  if (found === undefined || typeof name !== "string" || given.length !== found.arguments) return undefined;
  const args: Evaluate[] = [];
  for (const argument of given) {
    const evaluate = compileNode(argument, names);
    if (evaluate === undefined) return undefined;
    args.push(evaluate);
  }
  return (frame) => {
    if (frame.scope.variables[name] !== undefined) return leaveToLibrary();
    return found.evaluate(
      args.map((evaluate) => evaluate(frame)),
      frame.scope.host,
    );
  };
}
