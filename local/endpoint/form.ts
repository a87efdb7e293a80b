import type { QueryWire } from "../aws/wire.ts";
import { type Json, type JsonObject, own } from "../json.ts";
import { typedText } from "./typed-text.ts";

/** A parameter's place in the tree that the dots of the names make. */
interface Node {
  text?: string;
  readonly children: Map<string, Node>;
}

/** Turns form parameters into an operation's input. */
export type FormReader = (parameters: Iterable<readonly [string, string]>) => JsonObject;

/**
 * Compiles the reader of a service's forms: `A.member.1` is a list, `A.entry.1.key` a map, `A.B` a structure; flattened
 * services (SQS) leave out `.member` and `.entry` (smithy.io: `awsQuery`).
 */
export function formReader(
  wire: Pick<QueryWire, "maps" | "lists" | "names" | "numbers" | "booleans" | "timestamps">,
): FormReader {
  const maps = new Set(wire.maps);
  const lists = new Set(wire.lists);
  const names = wire.names ?? {};
  const text = typedText(wire);

  const structure = (node: Node): JsonObject => {
    const members = [...node.children].map(([name, child]): [string, Json] => {
      const member = own(names, name) ?? name;
      return [member, value(member, child)];
    });
    return Object.fromEntries(members);
  };

  const value = (member: string, node: Node): Json => {
    if (node.children.size === 0) {
      if (lists.has(member) && node.text === "") return [];
      return text(member, node.text ?? "");
    }
    const entries = node.children.get("entry");
    if (entries !== undefined && numbered(entries)) return map(entries, structure);
    const members = node.children.get("member");
    if (members !== undefined && numbered(members)) return list(member, members);
    if (!numbered(node)) return structure(node);
    return maps.has(member) ? map(node, structure) : list(member, node);
  };

  const list = (member: string, node: Node): Json[] => inOrder(node).map((child) => value(member, child));

  return (parameters) => {
    const root: Node = { children: new Map() };
    for (const [name, content] of parameters) {
      if (name !== "Action" && name !== "Version") descend(root, name).text = content;
    }
    return structure(root);
  };
}

/** Makes the nodes on the way to a parameter. */
function descend(root: Node, name: string): Node {
  let node = root;
  for (const part of name.split(".")) {
    let child = node.children.get(part);
    if (child === undefined) {
      child = { children: new Map() };
      node.children.set(part, child);
    }
    node = child;
  }
  return node;
}

/** Whether every child is numbered, as the items of a list and the entries of a map are. */
function numbered(node: Node): boolean {
  for (const name of node.children.keys()) if (!/^\d+$/.test(name)) return false;
  return node.children.size > 0;
}

function inOrder(node: Node): Node[] {
  return [...node.children].sort(([one], [other]) => Number(one) - Number(other)).map(([, child]) => child);
}

/** The keys of a map are the client's own, so its values are text even where a member of such a name is not. */
function map(node: Node, structure: (node: Node) => JsonObject): JsonObject {
  const entries = inOrder(node).flatMap((entry): [string, Json][] => {
    const key = entry.children.get("key") ?? entry.children.get("Name") ?? entry.children.get("Key");
    const content = entry.children.get("value") ?? entry.children.get("Value");
    if (key?.text === undefined) return [];
    const plain = content === undefined || content.children.size === 0;
    return [[key.text, plain ? (content?.text ?? "") : structure(content)]];
  });
  return Object.fromEntries(entries);
}
