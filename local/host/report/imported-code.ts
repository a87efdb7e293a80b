import type { ResourceRecord } from "../../engine/state/state.ts";
import { type ImportGoal, urnOfImport } from "../../engine/steps/import.ts";
import { isObject, type Json, parseJson } from "../../json.ts";
import { chosenByProvider } from "../../provider/check.ts";
import { plain } from "../../provider/values.ts";
import type { OperationRequest } from "../process/protocol.ts";

/** What a check writes next to what a program says. */
const BOOKKEEPING: ReadonlySet<string> = new Set(["__defaults", "tagsAll"]);
const STEP = "    ";
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/**
 * The program's text for resources that have been imported, as the CLI generates it for Node.js.
 *
 * @returns an empty text when nothing was imported.
 */
export function importedCode(
  { imports = [], names = {} }: OperationRequest,
  resources: readonly ResourceRecord[],
  stack: string,
  project: string,
): string {
  const byUrn = new Map(resources.map((record) => [record.urn, record]));
  const definitions = imports.flatMap((goal) => {
    const urn = urnOfImport(goal, stack, project);
    const record = byUrn.get(urn);
    return record === undefined || goal.component ? [] : [definition(record, goal, names)];
  });
  if (definitions.length === 0) return "";
  const packages = new Set(imports.filter(({ component }) => !component).map(({ type }) => type.split(":")[0] ?? ""));
  const used = [...packages].sort().map((name) => `import * as ${name} from "@pulumi/${name}";\n`);
  return `import * as pulumi from "@pulumi/pulumi";\n${used.join("")}\n${definitions.join("")}`;
}

function definition(record: ResourceRecord, goal: ImportGoal, names: Readonly<Record<string, string>>): string {
  const { urn, type, name, inputs } = record;
  const variable = variableOf(names[urn] ?? name);
  const chosen = chosenByProvider(inputs);
  const said = Object.keys(inputs)
    .filter((property) => inputs[property] !== undefined && !BOOKKEEPING.has(property) && !chosen.has(property))
    .sort();
  const lines = said.map((property) => `${STEP}${property}: ${literal(plain(inputs[property]) as Json, STEP)},\n`);
  const body = lines.length === 0 ? "{}" : `{\n${lines.join("")}}`;
  return `const ${variable} = new ${classOf(type)}(${JSON.stringify(name)}, ${body}${options(goal, names)});\n`;
}

function options({ parent, provider, protect }: ImportGoal, names: Readonly<Record<string, string>>): string {
  const lines = [
    ...(parent === "" ? [] : [`${STEP}parent: ${variableOf(names[parent] ?? "parent")},\n`]),
    ...(provider === "" ? [] : [`${STEP}provider: ${variableOf(names[provider] ?? "provider")},\n`]),
    ...(protect ? [`${STEP}protect: true,\n`] : []),
  ];
  return lines.length === 0 ? "" : `, {\n${lines.join("")}}`;
}

/** `aws:dynamodb/table:Table` → `aws.dynamodb.Table`; what is in `index` is the package's own. */
function classOf(type: string): string {
  const [packageName = "", module = "", name = ""] = type.split(":");
  const [folder = ""] = module.split("/");
  return folder === "" || folder === "index" ? `${packageName}.${name}` : `${packageName}.${folder}.${name}`;
}

/** A legal identifier; what is not legal in one becomes an underscore. */
function variableOf(name: string): string {
  const legal = name.replace(/[^\w$]/g, "_");
  return /^\d/.test(legal) || RESERVED.has(legal) ? `_${legal}` : legal;
}

/** A value as TypeScript. */
function literal(value: Json, indent: string): string {
  if (typeof value === "string") return document(value, indent) ?? JSON.stringify(value);
  if (Array.isArray(value)) return list(value, indent);
  if (!isObject(value)) return JSON.stringify(value);
  const inner = indent + STEP;
  const entries = Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  if (entries.length === 0) return "{}";
  const lines = entries.map(([name, member]) => `${inner}${keyOf(name)}: ${literal(member, inner)},\n`);
  return `{\n${lines.join("")}${indent}}`;
}

/** A list of one object stands around it. */
function list(items: readonly Json[], indent: string): string {
  const [first] = items;
  if (items.length === 0 || first === undefined) return "[]";
  const inner = indent + STEP;
  if (items.every(isObject)) return `[${items.map((item) => literal(item, indent)).join(", ")}]`;
  if (items.length === 1) return `[${literal(first, indent)}]`;
  return `[\n${items.map((item) => `${inner}${literal(item, inner)},\n`).join("")}${indent}]`;
}

/** A text that is a JSON document, where writing it as an object gives the same text again. */
function document(text: string, indent: string): string | undefined {
  if (!/^[{[]/.test(text)) return undefined;
  const value = parseJson(text);
  const isSame = value !== undefined && JSON.stringify(value) === text;
  return isSame ? `JSON.stringify(${literal(value, indent)})` : undefined;
}

function keyOf(name: string): string {
  return IDENTIFIER.test(name) ? name : JSON.stringify(name);
}

/** Words that cannot name a constant of a module. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends false " +
    "finally for function if implements import in instanceof interface let new null package private protected public return " +
    "static super switch this throw true try typeof var void while with yield aws pulumi"
  ).split(" "),
);
