import { childrenOf, type SyntaxNode } from "./syntax-tree.ts";

/** What `$states` has in some fields only. AWS: DG/transforming-data, "Reserved variable : $states". */
export type ReservedMember = (typeof RESERVED)[number];

const RESERVED = ["result", "errorOutput"] as const;

/** What an expression takes from a context that it does not have at its top level. */
export interface References {
  /** Bare names, `$` and `$$`, each once, in the order of their place. */
  readonly names: readonly string[];
  /** The members of `$states` that it reads and that not every field has, each once. */
  readonly reserved: ReadonlySet<ReservedMember>;
}

/**
 * Finds the names that stand at the top level, where AWS gives no context. In predicates, later steps of paths, groups, sorts and
 * functions of the expression's own they are fine (floci-io/floci#2670).
 */
export function topLevelReferences(tree: SyntaxNode): References {
  const names = new Map<string, number>();
  const reserved = new Set<ReservedMember>();
  const pending: [SyntaxNode, boolean][] = [[tree, true]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [node, atTop] = next;
    const member = reservedMember(node);
    if (member !== undefined) reserved.add(member);
    const name = atTop ? contextName(node) : undefined;
    if (name !== undefined) {
      const place = node.position ?? 0;
      names.set(name, Math.min(names.get(name) ?? place, place));
    }
    const inner = new Set(innerNodes(node));
    for (const child of childrenOf(node)) pending.push([child, atTop && !inner.has(child)]);
  }
  return { names: [...names].sort(([, one], [, other]) => one - other).map(([name]) => name), reserved };
}

function contextName(node: SyntaxNode): string | undefined {
  if (node.type === "name") return String(node.value);
  if (node.type !== "variable") return undefined;
  if (node.value === "") return "$";
  return node.value === "$" ? "$$" : undefined;
}

/** The nodes below one that have a context of their own. */
function innerNodes(node: SyntaxNode): readonly SyntaxNode[] {
  const groups = (node.group?.lhs ?? []).flat();
  const sorted = (node.terms ?? []).map((term) => term.expression);
  const own = node.type === "lambda" || node.type === "transform" ? childrenOf(node) : [];
  const filters = node.type === "filter" ? childrenOf(node) : [];
  return [...groups, ...sorted, ...own, ...filters, ...(node.steps ?? []).slice(1)];
}

function reservedMember(node: SyntaxNode): ReservedMember | undefined {
  const [first, second] = node.steps ?? [];
  if (first?.type !== "variable" || first.value !== "states") return undefined;
  return RESERVED.find((member) => member === second?.value);
}
