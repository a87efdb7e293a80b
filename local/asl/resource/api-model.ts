import { existsSync, readFileSync } from "node:fs";

/** What a value looks like in JSON. Enumerations are text: AWS adds to them. */
export type Shape =
  | { readonly kind: "text" | "number" | "boolean" | "timestamp" | "blob" | "document" }
  /** An object whose members are lists of text, as the headers of a request; no API has it. */
  | { readonly kind: "lists" }
  | { readonly kind: "list"; readonly item: Shape }
  | { readonly kind: "map"; readonly value: Shape }
  | Structure;

export interface Structure {
  readonly kind: "structure";
  /** The members by the names that Step Functions has for them. */
  readonly members: ReadonlyMap<string, Member>;
}

export interface Member {
  /** The member's name in the API. */
  readonly wire: string;
  readonly shape: Shape;
}

/** What an operation is called with, and what it answers. */
export interface ApiOperation {
  readonly input: Structure;
  readonly output: Structure;
}

/**
 * Whose spelling of members a Task has: optimized integrations have that of the AWS SDK for Java 1, the API's own with a
 * capital at the beginning (`BOOL`); SDK integrations that of the SDK for Java 2, where a run of capitals is one word
 * (`Bool`: aws/aws-sdk-js#4294, boto/boto3#4253; `DbInstanceIdentifier` in the samples for Amazon RDS).
 */
export type Naming = "optimized" | "sdk";

/** A file of `api-models/`: members as `Name` (text) or `Name:type`; `[type]` is a list, `{type}` a map's values. */
interface ModelFile {
  /** Actions as in a resource's ARN, each with the names of its input and its output; `-` for none. */
  readonly operations: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, string>>;
}

const SIMPLE: Readonly<Record<string, Shape>> = {
  number: { kind: "number" },
  boolean: { kind: "boolean" },
  timestamp: { kind: "timestamp" },
  blob: { kind: "blob" },
  document: { kind: "document" },
  text: { kind: "text" },
};

/** The API of a service, from its service model. */
export class ApiModel {
  readonly #file: ModelFile;
  readonly #naming: Naming;
  readonly #structures = new Map<string, Structure>();

  constructor(file: ModelFile, naming: Naming) {
    this.#file = file;
    this.#naming = naming;
  }

  /** @param action as in a resource's ARN: `putItem`. */
  operation(action: string): ApiOperation | undefined {
    if (!Object.hasOwn(this.#file.operations, action)) return undefined;
    const [input = "-", output = "-"] = (this.#file.operations[action] ?? "").split(" ");
    return { input: this.#structure(input), output: this.#structure(output) };
  }

  #structure(name: string): Structure {
    const known = this.#structures.get(name);
    if (known !== undefined) return known;
    const members = new Map<string, Member>();
    const structure: Structure = { kind: "structure", members };
    // Structures may contain themselves.
    this.#structures.set(name, structure);
    for (const member of (this.#file.shapes[name] ?? "").split(" ")) {
      if (member === "") continue;
      const [wire = "", type = "text"] = member.split(":");
      members.set(spelled(wire, this.#naming), { wire, shape: this.#shape(type) });
    }
    return structure;
  }

  #shape(type: string): Shape {
    if (type.startsWith("[")) return { kind: "list", item: this.#shape(type.slice(1, -1)) };
    if (type.startsWith("{")) return { kind: "map", value: this.#shape(type.slice(1, -1)) };
    return SIMPLE[type] ?? this.#structure(type);
  }
}

/** A member's name in a Task's arguments and results. */
export function spelled(wire: string, naming: Naming): string {
  const name = naming === "sdk" ? javaName(wire) : wire;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/**
 * The name of a member's accessor in the AWS SDK for Java 2: capitals at the beginning become small ones, but for one that
 * begins a word (`SSESpecification` is `sseSpecification`, `ETag` is `eTag`); `null` is a word of Java.
 */
function javaName(wire: string): string {
  if (wire === "NULL") return "nul";
  const capitals = /^[A-Z]*/.exec(wire)?.[0].length ?? 0;
  const isWord = /^[a-z]/.test(wire.slice(capitals));
  const small = Math.max(1, isWord ? capitals - 1 : capitals);
  return wire.slice(0, small).toLowerCase() + wire.slice(small);
}

const models = new Map<string, ApiModel | undefined>();

/**
 * The model of a service by its name in `aws-sdk:NAME`, read when first asked for: a start pays only for the services that
 * its state machines call. Undefined for services that the runtime does not serve.
 */
export function apiModel(service: string, naming: Naming): ApiModel | undefined {
  const key = `${naming} ${service}`;
  if (!models.has(key)) models.set(key, readModel(service, naming));
  return models.get(key);
}

function readModel(service: string, naming: Naming): ApiModel | undefined {
  if (!/^[a-z0-9]+$/.test(service)) return undefined;
  const file = new URL(`./api-models/${service}.json`, import.meta.url);
  if (!existsSync(file)) return undefined;
  return new ApiModel(JSON.parse(readFileSync(file, "utf8")) as ModelFile, naming);
}
