import { PatternError } from "./invalid-pattern.ts";
import {
  ABSENT,
  anythingBut,
  type Bound,
  cidr,
  exactly,
  ignoringCase,
  type Matcher,
  numeric,
  PRESENT,
  prefix,
  prefixIgnoringCase,
  suffix,
  suffixIgnoringCase,
  wildcard,
} from "./matcher.ts";
import type { Node, ObjectNode, ScalarNode } from "./positional-json.ts";

/** Numbers beyond this are not comparable (event-ruler, Constants). */
const FARTHEST = 5e9;
const OPERATORS = new Set(["=", "<", "<=", ">", ">="]);

/** The names of operators, which `$or` reserves. */
export const OPERATOR_NAMES: ReadonlySet<string> = new Set([
  "exactly",
  "prefix",
  "suffix",
  "equals-ignore-case",
  "wildcard",
  "numeric",
  "exists",
  "cidr",
  "anything-but",
]);

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
  if (second !== undefined) throw new PatternError("Only one key allowed in match expression", second.value.at);
  return matcher;
}

function operator(name: string, value: Node): Matcher {
  switch (name) {
    case "exactly":
      return exactly(textOf(value, "exactly match pattern must be a string"));
    case "prefix":
      return affix(value, "prefix", prefix, prefixIgnoringCase);
    case "suffix":
      return affix(value, "suffix", suffix, suffixIgnoringCase);
    case "equals-ignore-case":
      return ignoringCase(textOf(value, "equals-ignore-case match pattern must be a string"));
    case "wildcard":
      return compileWildcard(value);
    case "numeric":
      return compileNumeric(value);
    case "exists":
      return compileExists(value);
    case "cidr":
      return compileCidr(value);
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
  const member = node.members[0];
  if (member?.name !== "equals-ignore-case") {
    throw new PatternError(`Unsupported ${name} pattern: ${member?.name ?? ""}`, member?.value.at ?? node.end);
  }
  return folded(textOf(member.value, `equals-ignore-case match pattern must be a string`));
}

/** Splits a wildcard pattern at its stars; `\*` and `\\` are the only escapes. */
function compileWildcard(node: Node): Matcher {
  const pattern = textOf(node, "wildcard match pattern must be a string");
  const parts: string[] = [];
  let part = "";
  let star = false;
  for (let offset = 0; offset < pattern.length; offset++) {
    const character = pattern[offset] ?? "";
    // Positions count the opening quote as 0 (event-ruler, WildcardParser).
    const position = Buffer.byteLength(pattern.slice(0, offset)) + 1;
    if (character === "\\") {
      const escaped = pattern[++offset];
      if (escaped !== "*" && escaped !== "\\") {
        throw new PatternError(`Invalid escape character at pos ${position}`, node.end);
      }
      part += escaped;
      star = false;
    } else if (character === "*") {
      if (star) throw new PatternError(`Consecutive wildcard characters at pos ${position - 1}`, node.end);
      parts.push(part);
      part = "";
      star = true;
    } else {
      part += character;
      star = false;
    }
  }
  parts.push(part);
  return wildcard(pattern, parts);
}

function compileExists(node: Node): Matcher {
  if (node.kind !== "scalar" || typeof node.value !== "boolean") {
    throw new PatternError("exists match pattern must be either true or false.", node.at);
  }
  return node.value ? PRESENT : ABSENT;
}

function compileCidr(node: Node): Matcher {
  // A cidr that is no text is reported as a prefix (event-ruler, JsonRuleCompiler).
  const block = textOf(node, "prefix match pattern must be a string");
  const matcher = cidr(block);
  if (matcher === undefined) throw new PatternError(`Malformed CIDR, one '/' required`, node.end);
  return matcher;
}

function compileNumeric(node: Node): Matcher {
  if (node.kind !== "array") throw new PatternError("Value of numeric must be an array.", node.at);
  const terms = node.items;
  if (terms.length === 0) throw new PatternError("Invalid member in numeric match: ]", node.end);
  const first = bound(terms, 0, node);
  if (first.operator === "=" || terms.length <= 2) {
    if (terms.length > 2) throw new PatternError("Too many terms in numeric range expression", placeOf(terms[2], node));
    return numeric([first]);
  }
  const second = bound(terms, 2, node);
  const upward = first.operator.startsWith(">") && second.operator.startsWith("<");
  if (!upward) throw new PatternError(`Bad numeric range operator: ${second.operator}`, placeOf(terms[2], node));
  if (second.value <= first.value) throw new PatternError("Bottom must be less than top", placeOf(terms[3], node));
  if (terms.length > 4) throw new PatternError("Too many terms in numeric range expression", placeOf(terms[4], node));
  return numeric([first, second]);
}

function bound(terms: readonly Node[], index: number, within: Node): Bound {
  const operatorNode = terms[index];
  const name = operatorNode?.kind === "scalar" ? operatorNode.value : undefined;
  if (typeof name !== "string") {
    throw new PatternError(
      `Invalid member in numeric match: ${operatorNode?.kind === "scalar" ? operatorNode.text : ""}`,
      placeOf(operatorNode, within),
    );
  }
  if (!OPERATORS.has(name)) {
    throw new PatternError(`Unrecognized numeric range operator: ${name}`, placeOf(operatorNode, within));
  }
  const valueNode = terms[index + 1];
  if (valueNode?.kind !== "scalar" || typeof valueNode.value !== "number") {
    throw new PatternError(`Value of ${name === "=" ? "equals" : name} must be numeric`, placeOf(valueNode, within));
  }
  if (Math.abs(valueNode.value) > FARTHEST) {
    throw new PatternError("Value must be between -5.0E9 and 5.0E9, inclusive", valueNode.at);
  }
  return { operator: name as Bound["operator"], value: valueNode.value };
}

function placeOf(node: Node | undefined, within: Node) {
  return node?.at ?? within.end;
}

function compileAnythingBut(node: Node): Matcher {
  if (node.kind === "object") return anythingBut(nestedAnythingBut(node));
  if (node.kind === "scalar") {
    if (typeof node.value !== "string" && typeof node.value !== "number") {
      throw new PatternError("Value of anything-but must be an array or single string/number value.", node.at);
    }
    return anythingBut([exactly(node.value)]);
  }
  return anythingBut(uniform(node.items, node).map((item) => exactly(item.value)));
}

/** A list inside anything-but: all strings or all numbers. */
function uniform(items: readonly Node[], within: Node): readonly ScalarNode[] {
  if (items.length === 0) throw new PatternError("Empty arrays are not allowed", within.end);
  const scalars = items.map((item) => {
    if (item.kind !== "scalar" || item.value === null || typeof item.value === "boolean") {
      throw new PatternError("Inside anything but list, start|null|boolean is not supported.", item.at);
    }
    return item;
  });
  const odd = scalars.find((item) => typeof item.value !== typeof scalars[0]?.value);
  if (odd !== undefined) {
    throw new PatternError(
      "Inside anything but list, either all values are number or string, mixed type is not supported",
      odd.at,
    );
  }
  return scalars;
}

function nestedAnythingBut(node: ObjectNode): readonly Matcher[] {
  const [member, second] = node.members;
  if (member === undefined) throw new PatternError("Match expression name not found", node.end);
  const name = member.name;
  if (name !== "prefix" && name !== "suffix" && name !== "equals-ignore-case" && name !== "wildcard") {
    throw new PatternError(`Unsupported anything-but pattern: ${name}`, member.value.at);
  }
  if (second !== undefined) throw new PatternError("Only one key allowed in match expression", second.value.at);
  const values = member.value.kind === "array" ? member.value.items : [member.value];
  if (values.length === 0) throw new PatternError("Empty arrays are not allowed", member.value.end);
  return values.map((value) => {
    const text = textOf(value, "Inside anything but ignore case list, number|start|null|boolean is not supported.");
    if (text === "" && (name === "prefix" || name === "suffix")) {
      throw new PatternError("Null prefix/suffix not allowed", value.end);
    }
    return operator(name, value);
  });
}
