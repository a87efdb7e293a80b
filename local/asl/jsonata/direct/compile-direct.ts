import type { Json } from "../../../json.ts";
import type { SyntaxNode } from "../syntax-tree.ts";
import { directFunctions } from "./functions.ts";
import { compileHigherOrder, higherOrderFunctions } from "./higher-order.ts";
import { libraryNames } from "./library-names.ts";
import { compileOperator } from "./operators.ts";
import { compileFiltered, compileFilters, compilePath, nameSteps } from "./path.ts";
import { type Evaluate, finite, leaveToLibrary, spend, truth, type Value } from "./value.ts";

/** The expression's own names that a node can see, by their slot, and how many slots there are. */
interface Names {
  readonly slots: ReadonlyMap<string, number>;
  readonly counter: { next: number };
  /** Inside of a predicate, where names stand for members of its item. */
  readonly hasFocus: boolean;
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
  return compileNode(tree, { slots: new Map(), counter: { next: 0 }, hasFocus: false });
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
  lambda: { members: ["thunk", "arguments", "body"], compile: compileThunk },
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
  const filters = compileFilters(predicate, inFocus(names));
  const read = typeof name === "string" && name !== "states" ? readVariable(name, names) : undefined;
  if (read === undefined || filters === undefined) return undefined;
  return filters.length === 0 ? read : compileFiltered(read, filters);
}

/** Compiles what stands in brackets. Bindings in there would be its items' own. */
function inFocus({ slots, counter }: Names): (node: SyntaxNode) => Evaluate | undefined {
  return (node) => compileNode(node, { slots, counter, hasFocus: true });
}

function readVariable(name: string, { slots, hasFocus }: Names): Evaluate | undefined {
  const slot = slots.get(name);
  if (slot !== undefined) return ({ locals }) => locals[slot];
  if (name === "") return hasFocus ? readFocus : undefined;
  if (name === "$" || name in Object.prototype) return undefined;
  if (!libraryNames.has(name)) return ({ scope }) => scope.variables[name];
  return ({ scope }) => scope.variables[name] ?? leaveToLibrary();
}

const readFocus: Evaluate = ({ focus }) => focus;

/** A path that begins with a variable, or in a predicate with a name; `$states.input` and its like are taken as one. */
function compileSteps({ steps = [] }: SyntaxNode, names: Names): Evaluate | undefined {
  const [first, ...rest] = steps;
  if (first?.type === "name" && names.hasFocus) {
    const all = nameSteps(steps, inFocus(names));
    return all === undefined ? undefined : compilePath(readFocus, all);
  }
  if (first?.type !== "variable" || Object.hasOwn(first, "stages")) return undefined;
  const below = nameSteps(rest, inFocus(names));
  if (below === undefined) return undefined;
  if (first.value !== "states" || names.slots.has("states")) {
    const start = compileNode(first, names);
    return start === undefined ? undefined : compilePath(start, below);
  }
  const [member, ...inner] = below;
  const read = Object.keys(first).length > 3 ? undefined : readStates(member?.name);
  if (read === undefined || member === undefined) return undefined;
  const start = member.filters.length === 0 ? read : compileFiltered(read, member.filters);
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
    spend(result, frame);
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
function compileBlock({ expressions = [] }: SyntaxNode, names: Names): Evaluate | undefined {
  const inner = new Map(names.slots);
  const parts: Evaluate[] = [];
  for (const expression of expressions) {
    const part = compilePart(expression, { ...names, slots: inner }, inner);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return (frame) => {
    let result: Value;
    for (const part of parts) result = part(frame);
    return result;
  };
}

function compilePart(node: SyntaxNode, names: Names, inner: Map<string, number>): Evaluate | undefined {
  if (node.type !== "bind") return compileNode(node, names);
  const { type: _type, value: _value, position: _position, lhs, rhs, ...more } = node;
  const target = (lhs as SyntaxNode | undefined)?.value;
  const value = rhs === undefined ? undefined : compileNode(rhs, names);
  if (Object.keys(more).length > 0 || typeof target !== "string" || value === undefined) return undefined;
  const slot = names.counter.next++;
  inner.set(target, slot);
  return (frame) => {
    const result = value(frame);
    frame.locals[slot] = result;
    return result;
  };
}

/** A call of a function by its name, which no variable may have taken. */
function compileCall({ arguments: given = [], procedure }: SyntaxNode, names: Names): Evaluate | undefined {
  const name = procedure?.type === "variable" && !procedure.predicate ? procedure.value : undefined;
  if (typeof name !== "string" || names.slots.has(name)) return undefined;
  if (higherOrderFunctions.has(name)) return compileHigherOrderCall(name, given, names);
  const found = directFunctions.get(name);
  if (found === undefined || given.length !== found.arguments) return undefined;
  const args: Evaluate[] = [];
  for (const argument of given) {
    const evaluate = compileNode(argument, names);
    if (evaluate === undefined) return undefined;
    args.push(evaluate);
  }
  return (frame) => {
    if (frame.scope.variables[name] !== undefined) return leaveToLibrary();
    const values = args.map((evaluate) => {
      const value = evaluate(frame);
      spend(value, frame);
      return value;
    });
    return found.evaluate(values, frame);
  };
}

/** A call of `$map`, `$filter` or `$reduce` with a function that is written there. */
function compileHigherOrderCall(name: string, given: readonly SyntaxNode[], names: Names): Evaluate | undefined {
  const { most = 0, fewestParameters = 0 } = higherOrderFunctions.get(name) ?? {};
  const [list, lambda, initial, ...more] = given;
  if (list === undefined || lambda?.type !== "lambda" || more.length > 0 || (initial && most < 2)) return undefined;
  const { arguments: parameters = [], body, type: _type, position: _position, ...unknown } = lambda;
  const isPlain = Object.values(unknown).every((member) => member === undefined);
  if (body === undefined || !isPlain || parameters.length < fewestParameters) return undefined;
  const slots = parameters.map(() => names.counter.next++);
  const inner = new Map(names.slots);
  for (const [index, slot] of slots.entries()) inner.set(String(parameters[index]?.value), slot);
  const [array, compiledBody] = [compileNode(list, names), compileNode(body, { ...names, slots: inner })];
  const start = initial === undefined ? undefined : compileNode(initial, names);
  if (array === undefined || compiledBody === undefined || (initial !== undefined && start === undefined))
    return undefined;
  const evaluate = compileHigherOrder(name, array, { slots, body: compiledBody }, start);
  return evaluate && ((frame) => (frame.scope.variables[name] === undefined ? evaluate(frame) : leaveToLibrary()));
}

/**
 * The parser wraps a call at a function's end, so that it does not deepen the stack: it is that call. But the library leaves a sequence
 * of one as a sequence there, which is why calls that give sequences are its own.
 */
function compileThunk({ thunk, arguments: parameters = [], body }: SyntaxNode, names: Names): Evaluate | undefined {
  const called = body?.procedure?.value;
  if (thunk !== true || parameters.length > 0 || body === undefined || called === "map" || called === "filter")
    return undefined;
  return compileNode(body, names);
}
