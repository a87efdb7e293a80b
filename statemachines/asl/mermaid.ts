import type { Graph, GraphNode } from "./graph.ts";

/** The brackets that give each kind of node its shape. */
const SHAPES: Readonly<Record<GraphNode["kind"], readonly [open: string, close: string]>> = {
  start: ["([", "])"],
  end: ["([", "])"],
  task: ["[", "]"],
  choice: ["{", "}"],
  wait: ["[/", "/]"],
  pass: ["(", ")"],
  succeed: ["([", "])"],
  fail: ["[[", "]]"],
  fork: ["{{", "}}"],
  join: ["((", "))"],
};

/** A flowchart in Mermaid's language, which GitHub draws. */
export function mermaid(graph: Graph): string {
  const nodes = (group: string | undefined, indent: string) =>
    graph.nodes.filter((node) => node.group === group).map((node) => `${indent}${shape(node)}`);
  const groups = (parent: string | undefined, indent: string): string[] =>
    graph.groups
      .filter((group) => group.parent === parent)
      .flatMap(({ id, label }) => [
        `${indent}subgraph ${id}[${quoted(label)}]`,
        ...nodes(id, `${indent}  `),
        ...groups(id, `${indent}  `),
        `${indent}end`,
      ]);
  const edges = graph.edges.map(({ from, to, label, failure }) => {
    const arrow = failure ? "-.->" : "-->";
    return `  ${from} ${arrow}${label === undefined ? "" : `|${quoted(label)}|`} ${to}`;
  });
  return ["flowchart TD", ...nodes(undefined, "  "), ...groups(undefined, "  "), ...edges, ""].join("\n");
}

function shape({ id, label, kind }: GraphNode): string {
  const [open, close] = SHAPES[kind];
  return `${id}${open}${quoted(label === "" ? " " : label)}${close}`;
}

/** Mermaid knows no backslashes; quotation marks are written as entities. */
function quoted(text: string): string {
  return `"${text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")}"`;
}
