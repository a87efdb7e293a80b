import { readFileSync } from "node:fs";
import { createUrn } from "../../../engine/state/urn.ts";
import type { ImportGoal } from "../../../engine/steps/import.ts";
import { isObject, type Json, type JsonObject } from "../../../json.ts";
import { EXIT, Refusal } from "../../refusal.ts";

/** What is to be imported, and what the program calls it. */
export interface Imports {
  readonly goals: readonly ImportGoal[];
  /** The names of variables, by URN. */
  readonly names: Readonly<Record<string, string>>;
}

/** Where the resources are to belong. */
export interface ImportPlace {
  readonly stack: string;
  readonly project: string;
  readonly protect: boolean;
}

/** A resource as the file has it (https://www.pulumi.com/docs/iac/adopting-pulumi/import/#bulk-import-operations). */
interface Spec {
  readonly type: string;
  readonly name: string;
  readonly logicalName: string;
  readonly id: string;
  readonly parent: string;
  readonly provider: string;
  readonly properties: readonly string[];
  readonly component: boolean;
  readonly remote: boolean;
}

/** @throws Refusal when the file cannot be read, or is no list of resources. */
export function readImportFile(file: string): JsonObject {
  try {
    const json: Json = JSON.parse(readFileSync(file, "utf8"));
    if (isObject(json)) return json;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(`could not read import file: ${reason}`, EXIT.usage, { cause: error });
  }
  throw new Refusal(`could not read import file: ${file} is no object with resources`, EXIT.usage);
}

/**
 * Reads what is to be imported; parents come before their children.
 *
 * @throws Refusal naming everything that is missing, ambiguous or unknown, in the CLI's words (`parseImportFile`).
 */
export function importsOf(json: JsonObject, place: ImportPlace): Imports {
  const { nameTable, resources } = json;
  const table = new Map(Object.entries(isObject(nameTable) ? nameTable : {}).map(([name, urn]) => [name, String(urn)]));
  const specs = (Array.isArray(resources) ? resources : []).map((each: Json) => specOf(isObject(each) ? each : {}));
  const problems = specs.flatMap((spec, index) => lacks(spec, index));
  if (problems.length === 0) problems.push(...specs.flatMap((spec, index) => strangers(spec, index, specs, table)));
  if (problems.length > 0) throw new Refusal(problems.join("; "), EXIT.usage);
  if (specs.length === 0) throw new Refusal("no resources to import", EXIT.usage);
  return resolved(specs, table, place);
}

function specOf(json: JsonObject): Spec {
  const { properties } = json;
  const name = text(json["name"]) || text(json["logicalName"]);
  return {
    type: text(json["type"]),
    name,
    logicalName: text(json["logicalName"]) || name,
    id: text(json["id"]),
    parent: text(json["parent"]),
    provider: text(json["provider"]),
    properties: Array.isArray(properties) ? properties.map(String) : [],
    component: json["component"] === true,
    remote: json["remote"] === true,
  };
}

function text(json: Json | undefined): string {
  return typeof json === "string" ? json : "";
}

function called({ name, id, type }: Spec, index: number): string {
  const which = name !== "" ? `'${name}'` : id !== "" ? `'${id}'` : String(index);
  return type === "" ? `resource ${which}` : `resource ${which} of type '${type}'`;
}

function lacks(spec: Spec, index: number): string[] {
  const { type, name, id, component, remote } = spec;
  const wrong = [
    ...(type === "" ? ["has no type"] : []),
    ...(name === "" ? ["has no name"] : []),
    ...(!component && id === "" ? ["has no ID"] : []),
    ...(component && id !== "" ? ["has an ID, but is marked as a component"] : []),
    ...(remote && !component ? ["is marked as remote, but not as a component"] : []),
    ...(remote && component ? ["is a remote component, which the embedded engine does not make"] : []),
  ];
  return wrong.map((each) => `${called(spec, index)} ${each}`);
}

/** Parents and providers that nobody knows, or that could be either of two. */
function strangers(spec: Spec, index: number, specs: readonly Spec[], table: ReadonlyMap<string, string>): string[] {
  const { parent, provider } = spec;
  const same = specs.filter(({ name }) => name === parent);
  const who = called(spec, index);
  return [
    ...(parent !== "" && same.length > 1 ? [`${who} has an ambiguous parent`] : []),
    ...(parent !== "" && same.length === 0 && !table.has(parent)
      ? [`the parent '${parent}' for ${who} has no entry in 'nameTable'`]
      : []),
    ...(provider !== "" && !table.has(provider)
      ? [`the provider '${provider}' for ${who} has no entry in 'nameTable'`]
      : []),
  ];
}

function resolved(specs: readonly Spec[], table: ReadonlyMap<string, string>, place: ImportPlace): Imports {
  const { stack, project, protect } = place;
  const urns = new Map(table);
  const names: Record<string, string> = Object.fromEntries([...table].map(([name, urn]) => [urn, name]));
  const goals: ImportGoal[] = [];
  let waiting = specs;
  while (waiting.length > 0) {
    const ready = waiting.filter(({ parent }) => parent === "" || urns.has(parent));
    if (ready.length === 0) {
      const stuck = waiting.map(({ name }) => `'${name}'`).join(", ");
      throw new Refusal(`the parents of ${stuck} are each other's children`, EXIT.usage);
    }
    waiting = waiting.filter((spec) => !ready.includes(spec));
    for (const spec of ready) {
      const { type, id, properties, component } = spec;
      const parent = urns.get(spec.parent) ?? "";
      const urn = createUrn({ stack, project, parent, type, name: spec.logicalName });
      if (names[urn] !== undefined) {
        const message = `resource '${spec.name}' of type '${type}' has an ambiguous URN, set name (or logical name) to be unique`;
        throw new Refusal(message, EXIT.usage);
      }
      names[urn] = spec.name;
      if (!table.has(spec.name)) urns.set(spec.name, urn);
      const provider = table.get(spec.provider) ?? "";
      goals.push({ type, name: spec.logicalName, id, parent, provider, protect, properties, component });
    }
  }
  return { goals, names };
}
