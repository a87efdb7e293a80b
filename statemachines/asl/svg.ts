import { layout as arrange, type EdgeLabel, Graph as Layout, type Point } from "@dagrejs/dagre";
import type { Graph, GraphEdge, GraphNode } from "./graph.ts";

const FONT = 13;
/** About the width of a letter at that size; a picture cannot measure its own text. */
const LETTER = 7.2;
const MARGIN = 16;

const FILL: Readonly<Record<GraphNode["kind"], string>> = {
  start: "#f5f5f5",
  end: "#f5f5f5",
  task: "#e3f0fd",
  choice: "#fff4d6",
  wait: "#efe7fb",
  pass: "#f7f7f7",
  succeed: "#e2f5e5",
  fail: "#fde4e1",
  fork: "#e0f4f4",
  join: "#e0f4f4",
};

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A picture of a definition. Equal definitions give equal bytes. */
export function svg(graph: Graph, title: string): string {
  const layout = arranged(graph);
  const { width = 0, height = 0 } = layout.graph();
  const size = `${Math.ceil(width + 2 * MARGIN)} ${Math.ceil(height + 2 * MARGIN)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-MARGIN} ${-MARGIN} ${size}" font-family="sans-serif" font-size="${FONT}">`,
    `<title>${text(title)}</title>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#555"/></marker></defs>',
    `<rect x="${-MARGIN}" y="${-MARGIN}" width="100%" height="100%" fill="#fff"/>`,
    ...graph.groups.map(({ id, label }) => groupBox(layout.node(id), label)),
    ...graph.edges.map((edge, index) => {
      const route = layout.edge({ v: edge.from, w: edge.to, name: String(index) }) as EdgeLabel | undefined;
      return route === undefined ? shortcut(layout.node(edge.from), layout.node(edge.to)) : arrow(edge, route);
    }),
    ...graph.nodes.map((node) => nodeBox(node, layout.node(node.id))),
    "</svg>",
    "",
  ].join("\n");
}

function arranged(graph: Graph): Layout {
  const layout = new Layout({ compound: true, multigraph: true });
  layout.setGraph({ rankdir: "TB", nodesep: 36, ranksep: 44, edgesep: 14 });
  for (const { id } of graph.groups) layout.setNode(id, {});
  for (const node of graph.nodes) layout.setNode(node.id, sizeOf(node));
  for (const { id, parent } of graph.groups) if (parent !== undefined) layout.setParent(id, parent);
  for (const { id, group } of graph.nodes) if (group !== undefined) layout.setParent(id, group);
  const shaping = shapingEdges(graph);
  graph.edges.forEach((edge, index) => {
    if (!shaping.has(edge)) return;
    const { from, to, label, failure } = edge;
    const size = label === undefined ? {} : { width: label.length * LETTER * 0.85, height: FONT + 4, labelpos: "c" };
    // Errors do not shape the picture: the way an order normally goes does.
    layout.setEdge(from, to, { ...size, weight: failure ? 0 : 4 }, String(index));
  });
  arrange(layout);
  return layout;
}

/**
 * The edges that decide where states stand: all ordinary ones, and of the errors that lead to a state only the first, and
 * only where nothing else leads there. The others would pull the picture apart; they are drawn afterwards.
 */
function shapingEdges(graph: Graph): ReadonlySet<GraphEdge> {
  const reached = new Set(graph.edges.filter((edge) => !edge.failure).map((edge) => edge.to));
  const shaping = graph.edges.filter((edge) => {
    if (!edge.failure) return true;
    const first = !reached.has(edge.to);
    reached.add(edge.to);
    return first;
  });
  return new Set(shaping);
}

function sizeOf({ kind, label }: GraphNode): { width: number; height: number } {
  if (kind === "join") return { width: 16, height: 16 };
  return { width: Math.max(60, label.length * LETTER + 24), height: kind === "choice" ? 46 : 34 };
}

function nodeBox(node: GraphNode, { x, y, width, height }: Box): string {
  const style = `fill="${FILL[node.kind]}" stroke="#555"`;
  const left = round(x - width / 2);
  const top = round(y - height / 2);
  const radius = { start: 17, end: 17, succeed: 17, pass: 10, join: 8 }[String(node.kind)] ?? 3;
  const shape =
    node.kind === "choice"
      ? `<path d="M${left} ${round(y)} ${left + 14} ${top}H${round(left + width - 14)}L${round(left + width)} ${round(y)} ${round(left + width - 14)} ${round(top + height)}H${left + 14}z" ${style}/>`
      : `<rect x="${left}" y="${top}" width="${round(width)}" height="${round(height)}" rx="${radius}" ${style}/>`;
  return `${shape}<text x="${round(x)}" y="${round(y + FONT / 3)}" text-anchor="middle">${text(node.label)}</text>`;
}

function groupBox({ x, y, width, height }: Box, label: string): string {
  const left = round(x - width / 2);
  const top = round(y - height / 2);
  return [
    `<rect x="${left}" y="${top}" width="${round(width)}" height="${round(height)}" rx="6" fill="#fafcff" stroke="#9ab" stroke-dasharray="4 3"/>`,
    `<text x="${left + 8}" y="${top + FONT + 3}" fill="#678" font-size="11">${text(label)}</text>`,
  ].join("");
}

function arrow({ label, failure }: GraphEdge, layout: EdgeLabel): string {
  const path = layout["points"]
    .map(({ x, y }: Point, index: number) => `${index === 0 ? "M" : "L"}${round(x)} ${round(y)}`)
    .join("");
  const line = `<path d="${path}" fill="none" stroke="${failure ? "#c77" : "#555"}" ${failure ? 'stroke-dasharray="5 4" ' : ""}marker-end="url(#arrow)"/>`;
  if (label === undefined) return line;
  const color = failure ? "#a44" : "#555";
  return `${line}<text x="${round(layout["x"])}" y="${round(layout["y"] + 4)}" text-anchor="middle" font-size="11" fill="${color}" stroke="#fff" stroke-width="3" paint-order="stroke">${text(label)}</text>`;
}

/** An error's way to a state that stands where it stands anyway: a bow from side to side. */
function shortcut(from: Box, to: Box): string {
  const side = to.x < from.x ? -1 : 1;
  const start = { x: from.x + (side * from.width) / 2, y: from.y };
  const end = { x: to.x + (to.y > from.y + to.height ? 0 : (-side * to.width) / 2), y: to.y - to.height / 2 };
  const bow = `${round(start.x + side * 40)} ${round(start.y + 10)} ${round(end.x)} ${round(end.y - 50)}`;
  return `<path d="M${round(start.x)} ${round(start.y)}C${bow} ${round(end.x)} ${round(end.y)}" fill="none" stroke="#d99" stroke-dasharray="2 4" marker-end="url(#arrow)"/>`;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

function text(content: string): string {
  return content.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
