import { childrenOf, type SyntaxNode } from "./syntax-tree.ts";

/** What an expression can see and do, found in its tree once. */
export interface Traits {
  /** The names of all variables and functions it mentions. */
  readonly variables: ReadonlySet<string>;
  /** How deeply its nodes are nested. */
  readonly depth: number;
  /** It has functions of its own, which can call themselves, or makes ranges. */
  readonly canRunAway: boolean;
}

/** Keeps its own stack: an expression may be as long as a definition. */
export function traitsOf(tree: SyntaxNode): Traits {
  const variables = new Set<string>();
  let canRunAway = false;
  let deepest = 0;
  const pending: [SyntaxNode, number][] = [[tree, 1]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, depth] = next;
    deepest = Math.max(deepest, depth);
    if (node.type === "variable" && typeof node.value === "string") variables.add(node.value);
    if (node.type === "lambda" || (node.type === "binary" && node.value === "..")) canRunAway = true;
    for (const child of childrenOf(node)) pending.push([child, depth + 1]);
  }
  return { variables, depth: deepest, canRunAway };
}
