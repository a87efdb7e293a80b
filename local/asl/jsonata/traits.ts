import { childrenOf, type SyntaxNode } from "./syntax-tree.ts";

/** What an expression can see and do, found in its tree once. */
export interface Traits {
  /** The names of all variables and functions it mentions. */
  readonly variables: ReadonlySet<string>;
  /** How deeply its nodes are nested. */
  readonly depth: number;
  /** It has regular expressions, or functions that make some: one step of it can take for ever. */
  readonly hasRegularExpressions: boolean;
}

/** The functions that turn a picture of the user's into a regular expression. */
const PICTURES = ["toMillis", "parseInteger"];

/** Keeps its own stack: an expression may be as long as a definition. */
export function traitsOf(tree: SyntaxNode): Traits {
  const variables = new Set<string>();
  let hasRegularExpressions = false;
  let deepest = 0;
  const pending: [SyntaxNode, number][] = [[tree, 1]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, depth] = next;
    deepest = Math.max(deepest, depth);
    if (node.type === "variable" && typeof node.value === "string") variables.add(node.value);
    if (node.type === "regex") hasRegularExpressions = true;
    for (const child of childrenOf(node)) pending.push([child, depth + 1]);
  }
  hasRegularExpressions ||= PICTURES.some((name) => variables.has(name));
  return { variables, depth: deepest, hasRegularExpressions };
}
