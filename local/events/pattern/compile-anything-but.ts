import type { Node, ObjectNode, ScalarNode } from "../../jackson/node.ts";
import { incomparable } from "./comparable-number.ts";
import { TOO_MANY } from "./compile-numeric.ts";
import { compileWildcard } from "./compile-wildcard.ts";
import { PatternError } from "./invalid-pattern.ts";
import { anythingBut, exactly, ignoringCase, type Matcher, prefix, suffix } from "./matcher.ts";

const NOT_A_VALUE = "Value of anything-but must be an array or single string/number value.";
const MIXED = "Inside anything but list, either all values are number or string, mixed type is not supported";

/**
 * Compiles the value of `anything-but`: a text, a number, a list of either, or an object with one operator for texts.
 *
 * @throws PatternError
 */
export function compileAnythingBut(node: Node): Matcher {
  if (node.kind === "object") return anythingBut(compileNested(node));
  if (node.kind === "array") return anythingBut(compileList(node.items, node).map((item) => exactly(item.value)));
  if (typeof node.value !== "string" && typeof node.value !== "number") throw new PatternError(NOT_A_VALUE, node.at);
  const reason = typeof node.value === "number" ? incomparable(node.value) : undefined;
  if (reason !== undefined) throw new PatternError(reason, undefined);
  return anythingBut([exactly(node.value)]);
}

/** A list inside anything-but: all texts or all numbers, and at least one. */
function compileList(items: readonly Node[], within: Node): readonly ScalarNode[] {
  const scalars = items.map((item) => {
    if (item.kind !== "scalar" || item.value === null || typeof item.value === "boolean") {
      throw new PatternError("Inside anything but list, start|null|boolean is not supported.", item.at, true);
    }
    const reason = typeof item.value === "number" ? incomparable(item.value) : undefined;
    if (reason !== undefined) throw new PatternError(reason, item.end);
    return item;
  });
  const kinds = new Set(scalars.map(({ value }) => typeof value));
  if (kinds.size !== 1) throw new PatternError(MIXED, within.end);
  return scalars;
}

type Nested = "prefix" | "suffix" | "equals-ignore-case" | "wildcard";

const NESTED: Readonly<Record<Nested, (text: ScalarNode & { value: string }, within: Node) => Matcher>> = {
  prefix: ({ value }) => prefix(value),
  suffix: ({ value }) => suffix(value),
  "equals-ignore-case": ({ value }) => ignoringCase(value),
  wildcard: ({ value }, within) => compileWildcard(value, within.end),
};

const NOT_A_TEXT: Readonly<Record<Nested, string>> = {
  prefix: "prefix/suffix match pattern must be a string",
  suffix: "prefix/suffix match pattern must be a string",
  "equals-ignore-case": "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
  wildcard: "wildcard match pattern must be a string",
};

function compileNested(node: ObjectNode): readonly Matcher[] {
  const [member, second] = node.members;
  if (member === undefined) throw new PatternError("Anything-But expression name not found", node.end);
  const { name, value } = member;
  if (!isNested(name)) throw new PatternError(`Unsupported anything-but pattern: ${name}`, value.at);
  const listed = value.kind === "array";
  const texts = (listed ? value.items : [value]).map((item) => textOf(item, name, listed));
  const matchers = texts.map((text) => NESTED[name](text, value));
  if (second !== undefined) throw new PatternError(TOO_MANY, second.value.at);
  return matchers;
}

function textOf(node: Node, name: Nested, listed: boolean): ScalarNode & { value: string } {
  if (!listed && (node.kind !== "scalar" || node.value === null || typeof node.value === "boolean")) {
    throw new PatternError(NOT_A_VALUE, node.at);
  }
  if (node.kind !== "scalar" || typeof node.value !== "string") {
    throw new PatternError(NOT_A_TEXT[name], node.at, listed);
  }
  if (node.value === "" && (name === "prefix" || name === "suffix")) {
    throw new PatternError("Null prefix/suffix not allowed", node.end, listed);
  }
  return node as ScalarNode & { value: string };
}

function isNested(name: string): name is Nested {
  return Object.hasOwn(NESTED, name);
}
