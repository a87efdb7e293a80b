import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { isObject, type Json } from "../json.ts";

/** A Pulumi project as `Pulumi.yaml` describes it. */
export interface Project {
  readonly name: string;
  /** The folder of `Pulumi.yaml`, absolute. */
  readonly directory: string;
  /** What `main` names, or `.` for what `package.json` names. */
  readonly main: string;
  /** What `runtime.options.nodeargs` gives Node.js. */
  readonly nodeArguments: readonly string[];
  /** The configuration that the project declares, by key without namespace. */
  readonly declared: Readonly<Record<string, Declaration>>;
  /** What `Pulumi.yaml` gives to others, such as `aws:region`, by key with namespace. */
  readonly foreign: Readonly<Record<string, Json>>;
}

/** One declared configuration value. */
export interface Declaration {
  readonly type: "string" | "integer" | "boolean" | "array" | "object" | undefined;
  readonly default: Json | undefined;
}

/** A project file that cannot be used; the message is for the person. */
export class ProjectError extends Error {
  override readonly name = "ProjectError";
}

/** Loaded when a file is read: most command lines of the executable read none. */
function parseYaml(text: string): unknown {
  const yaml: { load(text: string): unknown } = createRequire(import.meta.url)("js-yaml");
  return yaml.load(text);
}

/**
 * Reads `Pulumi.yaml`.
 *
 * @throws ProjectError when there is none, or it has no name or another runtime than nodejs.
 */
export function readProject(directory: string): Project {
  const file = join(directory, "Pulumi.yaml");
  if (!existsSync(file)) throw new ProjectError(`there is no Pulumi.yaml in ${directory}`);
  const content = readYaml(file);
  const { name, main, config, runtime } = content;
  if (typeof name !== "string") throw new ProjectError(`${file} has no name`);
  const language = isObject(runtime) ? runtime["name"] : runtime;
  if (language === undefined || language === null) throw new ProjectError(`${file} has no runtime: nodejs is served`);
  if (language !== "nodejs")
    throw new ProjectError(`${file} has the runtime ${String(language)}: only nodejs is served`);
  if (config !== undefined && config !== null && !isObject(config)) {
    throw new ProjectError(`${file} has a config that is no map of keys to declarations`);
  }
  const declared: Record<string, Declaration> = {};
  const foreign: Record<string, Json> = {};
  for (const [key, value] of Object.entries(isObject(config) ? config : {})) {
    const bare = key.startsWith(`${name}:`) ? key.slice(name.length + 1) : key;
    if (!bare.includes(":")) declared[bare] = declaration(bare, value);
    else foreign[bare] = (isObject(value) ? value["value"] : value) ?? null;
  }
  return {
    name,
    directory,
    main: typeof main === "string" ? main : ".",
    nodeArguments: nodeArguments(runtime),
    declared,
    foreign,
  };
}

/** Words, those between quotes whole, as a shell has them. */
function nodeArguments(runtime: Json | undefined): string[] {
  const options = isObject(runtime) ? runtime["options"] : undefined;
  const text = isObject(options) ? options["nodeargs"] : undefined;
  if (typeof text !== "string") return [];
  const words = text.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g);
  return [...words].map(([word]) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

/**
 * What the project's files configure, by key with namespace: `Pulumi.yaml`, and over it `Pulumi.{stack}.yaml`, if there is one.
 *
 * @param given another file than the stack's, which has to be there.
 * @throws ProjectError naming a value that is encrypted.
 */
export function writtenConfiguration(project: Project, stack: string, given?: string): Readonly<Record<string, Json>> {
  const declared = Object.entries(project.declared).map(([key, declaration]): [string, Json | undefined] => [
    withNamespace(project, key),
    declaration.default,
  ]);
  const written = [
    ...declared,
    ...Object.entries({ ...project.foreign, ...stackConfiguration(project, stack, given) }),
  ];
  const values: Record<string, Json> = {};
  for (const [key, value] of written) if (value !== undefined && value !== null) values[key] = value;
  return values;
}

/** A key without namespace is the project's, on the command line and in both files (pulumi, sdk/go/common/workspace/loaders.go). */
export function withNamespace(project: Project, key: string): string {
  return key.includes(":") ? key : `${project.name}:${key}`;
}

function stackConfiguration(project: Project, stack: string, given?: string): Readonly<Record<string, Json>> {
  const file = given ?? join(project.directory, `Pulumi.${stack}.yaml`);
  if (given === undefined && !existsSync(file)) return {};
  const { config } = readYaml(file);
  const result: Record<string, Json> = {};
  for (const [key, value] of Object.entries(isObject(config) ? config : {})) {
    if (isObject(value) && "secure" in value) {
      throw new ProjectError(`${key} in ${file} is encrypted: give its value with --config ${key}=VALUE`);
    }
    if (value !== undefined) result[withNamespace(project, key)] = value;
  }
  return result;
}

function readYaml(file: string): Readonly<Record<string, Json | undefined>> {
  const refused = (what: string, error: unknown): ProjectError =>
    new ProjectError(`${file} ${what}: ${error instanceof Error ? error.message : String(error)}`);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw refused("cannot be read", error);
  }
  let content: unknown;
  try {
    content = parseYaml(text);
  } catch (error) {
    throw refused("is no YAML", error);
  }
  return isObject(content) ? content : {};
}

/** `key: value` is short for a default; `key: {type, default, …}` declares. */
function declaration(key: string, value: Json | undefined): Declaration {
  if (!isObject(value)) return { type: undefined, default: value };
  const { type } = value;
  switch (type) {
    case "string":
    case "integer":
    case "boolean":
    case "array":
    case "object":
    case undefined:
      return { type, default: value["default"] ?? value["value"] };
    default:
      throw new ProjectError(`the configuration value ${key} is declared with the unknown type ${String(type)}`);
  }
}
