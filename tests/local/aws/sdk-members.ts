import { createRequire } from "node:module";

/** What the AWS SDKs' schemas say of the members of some operations' inputs, by kind. */
export type MembersByKind = Record<string, string[]>;

const require = createRequire(import.meta.url);

/** The SDKs' numbers for simple types (@smithy/types, `SchemaRef`). */
const SIMPLE: Readonly<Record<number, string>> = {
  0: "string",
  1: "number",
  2: "boolean",
  4: "timestamp",
  5: "timestamp",
  6: "timestamp",
  7: "timestamp",
  15: "document",
  17: "number",
  19: "number",
  21: "string",
  42: "string",
};
const LIST_OF = 64;
const MAP_OF = 128;

/** The first element of a schema that is no simple type. */
const SIMPLE_WITH_TRAITS = 0;
const LIST = 1;
const MAP = 2;
const STRUCTURE = 3;
const UNION = 4;

/** Reads the inputs of these operations from an SDK's own schemas, whatever they are nested in. */
export function membersOf(sdk: string, operations: Iterable<string>): MembersByKind {
  const schemas: Record<string, unknown> = require(`@aws-sdk/${sdk}`);
  const kinds = new Map<string, string>();
  const seen = new Set<unknown>();

  const visit = (reference: unknown): string => {
    const schema = resolved(reference);
    if (typeof schema === "number") return simpleKind(schema);
    if (!Array.isArray(schema)) throw new Error(`no schema: ${String(schema)}`);
    switch (schema[0]) {
      case SIMPLE_WITH_TRAITS:
        return visit(schema[4]);
      case LIST:
        return `list ${visit(schema[4])}`;
      case MAP:
        return `map ${visit(schema[5])}`;
      case STRUCTURE:
      case UNION:
        if (!seen.has(schema)) {
          seen.add(schema);
          schema[4].forEach((name: string, index: number) => {
            const kind = visit(schema[5][index]);
            kinds.set(name, common(kinds.get(name) ?? kind, kind));
          });
        }
        return "structure";
      default:
        throw new Error(`${sdk}: a schema of the unknown kind ${String(schema[0])}`);
    }
  };
  for (const operation of operations) {
    const schema = schemas[`${operation}$`];
    if (Array.isArray(schema)) visit(schema[4]);
  }
  const result: MembersByKind = {};
  for (const [name, kind] of [...kinds].sort(([one], [other]) => (one < other ? -1 : 1))) {
    result[kind] = [...(result[kind] ?? []), name];
  }
  return result;
}

/** A schema may be named by a function, and may have traits beside it. */
function resolved(reference: unknown): unknown {
  if (typeof reference === "function") return resolved(reference());
  if (Array.isArray(reference) && reference.length === 2) return resolved(reference[0]);
  return reference;
}

function simpleKind(code: number): string {
  if (code >= MAP_OF) return `map ${simpleKind(code - MAP_OF)}`;
  if (code >= LIST_OF) return `list ${simpleKind(code - LIST_OF)}`;
  const kind = SIMPLE[code];
  if (kind === undefined) throw new Error(`the SDKs' simple type ${code} is not known here`);
  return kind;
}

/** What two kinds have in common: members of one name may hold different things in different structures, anything at worst. */
function common(one: string, other: string): string {
  const others = other.split(" ");
  const words = one.split(" ");
  const different = words.findIndex((word, index) => word !== others[index]);
  const shared = different < 0 ? words : words.slice(0, different);
  return shared.length === 0 ? "any" : shared.join(" ");
}
