import type { AnyState, Definition, Scope } from "./definition.ts";
import { innerScopes } from "./walk.ts";

/** A definition as boxes and arrows. */
export interface Graph {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  readonly groups: readonly GraphGroup[];
}

export interface GraphNode {
  readonly id: string;
  readonly label: string;
  /** What the box looks like. `join` is where the branches of a Parallel or the items of a Map come together. */
  readonly kind: "start" | "end" | "task" | "choice" | "wait" | "pass" | "succeed" | "fail" | "fork" | "join";
  readonly group?: string;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  /** An error leads this way. */
  readonly failure: boolean;
}

/** The states inside a Parallel or a Map. */
export interface GraphGroup {
  readonly id: string;
  readonly label: string;
  readonly parent?: string;
}

/** What a definition looks like. Ids are stable: states in the order of the definition, scope by scope. */
export function graphOf(definition: Definition): Graph {
  const drawing = new Drawing();
  const start = drawing.node("start", "Start");
  const end = drawing.node("end", "End");
  const first = drawing.scope(definition, end);
  drawing.edges.push({ from: start, to: first, failure: false });
  return drawing;
}

class Drawing implements Graph {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];
  readonly groups: GraphGroup[] = [];

  node(kind: GraphNode["kind"], label: string, group?: string): string {
    const id = `n${this.nodes.length}`;
    this.nodes.push({ id, label, kind, ...(group === undefined ? {} : { group }) });
    return id;
  }

  /** Draws the states of a scope; `end` is where those that end go. Gives back the first one's id. */
  scope(scope: Scope, end: string, group?: string): string {
    const entries = Object.entries(scope.States);
    const ids = new Map(entries.map(([name, state]) => [name, this.node(kindOf(state), name, group)]));
    const idOf = (name: unknown): string => ids.get(String(name)) ?? end;
    for (const [name, state] of entries) this.#state(state, idOf(name), idOf, end, group);
    return idOf(scope.StartAt);
  }

  #state(state: AnyState, id: string, idOf: (name: unknown) => string, end: string, group?: string): void {
    const leave = this.#inside(state, id, group);
    if (state["Next"] !== undefined) this.edges.push({ from: leave, to: idOf(state["Next"]), failure: false });
    if (state["End"] === true || state.Type === "Succeed" || state.Type === "Fail") {
      this.edges.push({ from: leave, to: end, failure: state.Type === "Fail" });
    }
    for (const rule of objects(state["Choices"])) {
      this.edges.push({ from: id, to: idOf(rule["Next"]), label: condition(rule), failure: false });
    }
    if (state["Default"] !== undefined) {
      this.edges.push({ from: id, to: idOf(state["Default"]), label: "otherwise", failure: false });
    }
    for (const catcher of objects(state["Catch"])) this.#catch(id, catcher, idOf(catcher["Next"]));
  }

  /** Errors that lead to one state share an arrow. */
  #catch(from: string, catcher: Readonly<Record<string, unknown>>, to: string): void {
    const errors = [catcher["ErrorEquals"]].flat().join(", ");
    const same = this.edges.findIndex((edge) => edge.failure && edge.from === from && edge.to === to);
    const label = same < 0 ? errors : `${this.edges[same]?.label}, ${errors}`;
    if (same >= 0) this.edges.splice(same, 1);
    this.edges.push({ from, to, label, failure: true });
  }

  /** Draws what is inside a state, if anything is, and gives back the node that arrows leave from. */
  #inside(state: AnyState, id: string, group?: string): string {
    const scopes = innerScopes(state);
    if (scopes.length === 0) return id;
    const join = this.node("join", "", group);
    for (const { scope, field } of scopes) {
      const inner = `g${this.groups.length}`;
      this.groups.push({ id: inner, label: field, ...(group === undefined ? {} : { parent: group }) });
      this.edges.push({ from: id, to: this.scope(scope, join, inner), failure: false });
    }
    return join;
  }
}

function kindOf(state: AnyState): GraphNode["kind"] {
  switch (state.Type) {
    case "Parallel":
    case "Map":
      return "fork";
    case "Task":
      return "task";
    case "Choice":
      return "choice";
    case "Wait":
      return "wait";
    case "Pass":
      return "pass";
    case "Succeed":
      return "succeed";
    case "Fail":
      return "fail";
    default: {
      const never: never = state.Type;
      return never;
    }
  }
}

/** A Choice rule in a few words. */
function condition(rule: Readonly<Record<string, unknown>>): string {
  const expression = rule["Condition"];
  if (expression !== undefined) return String(expression).replace(/^\{%\s*|\s*%\}$/g, "");
  const { Next: _next, Assign: _assign, Comment: _comment, Variable: variable, ...tests } = rule;
  return Object.entries(tests)
    .map(([operator, operand]) => `${variable ?? ""} ${operator} ${JSON.stringify(operand)}`.trim())
    .join(" ");
}

function objects(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value : [];
}
