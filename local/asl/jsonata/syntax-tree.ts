import jsonata from "jsonata";

/** A node of the tree that the library's parser makes; what is optional depends on `type`. */
export interface SyntaxNode {
  readonly type: string;
  readonly value?: unknown;
  readonly position?: number;
  readonly name?: string;
  readonly arguments?: readonly SyntaxNode[];
  readonly procedure?: SyntaxNode;
  readonly steps?: readonly SyntaxNode[];
  readonly stages?: readonly SyntaxNode[];
  readonly predicate?: readonly SyntaxNode[];
  readonly expr?: SyntaxNode;
  readonly expressions?: readonly SyntaxNode[];
  readonly expression?: SyntaxNode;
  readonly condition?: SyntaxNode;
  readonly then?: SyntaxNode;
  readonly else?: SyntaxNode;
  readonly body?: SyntaxNode;
  readonly lhs?: SyntaxNode | readonly (readonly [SyntaxNode, SyntaxNode])[];
  readonly rhs?: SyntaxNode;
  readonly group?: { readonly lhs: readonly (readonly [SyntaxNode, SyntaxNode])[] };
  readonly terms?: readonly { readonly expression: SyntaxNode }[];
  readonly pattern?: SyntaxNode;
  readonly update?: SyntaxNode;
  readonly delete?: SyntaxNode;
  readonly keepArray?: boolean;
  readonly keepSingletonArray?: boolean;
  readonly tuple?: boolean;
  readonly thunk?: boolean;
}

/** The text is no JSONata. The message is the library's, which is AWS's too (floci-io/floci#2745). */
export class JsonataSyntaxError extends Error {
  override readonly name = "JsonataSyntaxError";
}

/** @throws JsonataSyntaxError */
export function parseJsonata(text: string): SyntaxNode {
  try {
    return jsonata(text).ast() as SyntaxNode;
  } catch (error) {
    if (error instanceof RangeError) throw new JsonataSyntaxError("The expression is nested too deeply");
    const message: unknown = (error as { readonly message?: unknown }).message;
    throw new JsonataSyntaxError(typeof message === "string" ? message : String(error));
  }
}

/** The nodes directly below a node, each with whether names in it still stand at the top level of the expression. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const pairs = [...(Array.isArray(node.lhs) ? node.lhs : []), ...(node.group?.lhs ?? [])].flat();
  const singles = [
    node.procedure,
    node.expr,
    node.expression,
    node.condition,
    node.then,
    node.else,
    node.body,
    node.rhs,
    node.pattern,
    node.update,
    node.delete,
    Array.isArray(node.lhs) ? undefined : (node.lhs as SyntaxNode | undefined),
  ].filter((child) => child !== undefined);
  const lists = [node.arguments, node.steps, node.stages, node.predicate, node.expressions].flatMap(
    (list) => list ?? [],
  );
  return [...singles, ...lists, ...pairs, ...(node.terms ?? []).map((term) => term.expression)];
}
