import type { Node, ObjectNode } from "../../jackson/node.ts";
import { cidr } from "./address-range.ts";
import { compileAnythingBut } from "./compile-anything-but.ts";
import { compileNumeric, TOO_MANY } from "./compile-numeric.ts";
import { compileWildcard } from "./compile-wildcard.ts";
import { PatternError } from "./invalid-pattern.ts";
import {
  ABSENT,
  exactly,
  ignoringCase,
  type Matcher,
  PRESENT,
  prefix,
  prefixIgnoringCase,
  suffix,
  suffixIgnoringCase,
} from "./matcher.ts";

const ONE_KEY = "Only one key allowed in match expression";

/** Compiles one member of a value list: a scalar, or an object with one operator. */
export function compileMatcher(node: Node): Matcher {
  if (node.kind === "array") {
    throw new PatternError("Match value must be String, number, true, false, or null", node.at);
  }
  return node.kind === "scalar" ? exactly(node.value) : compileOperator(node);
}

function compileOperator(node: ObjectNode): Matcher {
  const [member, second] = node.members;
  if (member === undefined) throw new PatternError("Match expression name not found", node.end);
  const matcher = operator(member.name, member.value);
  if (second !== undefined) {
    const counted = member.name === "numeric" || member.name === "anything-but";
    throw new PatternError(counted ? TOO_MANY : ONE_KEY, second.value.at);
  }
  return matcher;
}

function operator(name: string, value: Node): Matcher {
  switch (name) {
    case "exactly":
      return exactly(textOf(value, "exact match pattern must be a string"));
    case "prefix":
      return affix(value, "prefix", prefix, prefixIgnoringCase);
    case "suffix":
      return affix(value, "suffix", suffix, suffixIgnoringCase);
    case "equals-ignore-case":
      return ignoringCase(textOf(value, "equals-ignore-case match pattern must be a string"));
    case "wildcard":
      return compileWildcard(textOf(value, "wildcard match pattern must be a string"), value.end);
    case "numeric":
      return compileNumeric(value);
    case "exists":
      return compileExists(value);
    case "cidr":
      // A cidr that is no text is reported as a prefix (event-ruler, JsonRuleCompiler).
      return cidr(textOf(value, "prefix match pattern must be a string"));
    case "anything-but":
      return compileAnythingBut(value);
    default:
      throw new PatternError(`Unrecognized match type ${name}`, value.at);
  }
}

function textOf(node: Node, otherwise: string): string {
  if (node.kind === "scalar" && typeof node.value === "string") return node.value;
  throw new PatternError(otherwise, node.at);
}

function affix(
  node: Node,
  name: "prefix" | "suffix",
  plain: (text: string) => Matcher,
  folded: (text: string) => Matcher,
): Matcher {
  if (node.kind !== "object") return plain(textOf(node, `${name} match pattern must be a string`));
  const [member, second] = node.members;
  if (member === undefined) {
    throw new PatternError(`${name === "prefix" ? "Prefix" : "Suffix"} expression name not found`, node.end);
  }
  if (member.name !== "equals-ignore-case") {
    throw new PatternError(`Unsupported ${name} pattern: ${member.name}`, member.value.at);
  }
  const matcher = folded(textOf(member.value, "equals-ignore-case match pattern must be a string"));
  if (second !== undefined) throw new PatternError(ONE_KEY, second.value.at);
  return matcher;
}

function compileExists(node: Node): Matcher {
  if (node.kind !== "scalar" || typeof node.value !== "boolean") {
    throw new PatternError("exists match pattern must be either true or false.", node.at);
  }
  return node.value ? PRESENT : ABSENT;
}
