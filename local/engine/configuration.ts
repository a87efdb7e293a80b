import type { Json } from "../json.ts";
import { type Declaration, type Project, ProjectError, readStackConfiguration } from "./project.ts";

/** The configuration of a run, by key with namespace; values as the program's SDK gets them: text. */
export type Configuration = Readonly<Record<string, string>>;

/** The region when nothing says another. */
const DEFAULT_REGION = "us-east-1";

/**
 * Puts a run's configuration together: what the project declares, then `Pulumi.{stack}.yaml`, then what the person
 * gives now.
 *
 * @param given by key; a key without namespace is the project's.
 * @throws ProjectError listing every unknown key and every value of the wrong type.
 */
export function configurationOf(
  project: Project,
  stack: string,
  given: Readonly<Record<string, string>>,
): Configuration {
  const values: Record<string, Json> = { "aws:region": DEFAULT_REGION };
  for (const [key, { default: value }] of Object.entries(project.declared)) {
    if (value !== undefined && value !== null) values[`${project.name}:${key}`] = value;
  }
  Object.assign(values, readStackConfiguration(project, stack));
  for (const [key, value] of Object.entries(given)) values[key.includes(":") ? key : `${project.name}:${key}`] = value;

  const problems: string[] = [];
  const result: Record<string, string> = {};
  for (const [key, value] of Object.entries(values)) {
    const problem = wrong(project, key, value);
    if (problem !== undefined) problems.push(problem);
    result[key] = typeof value === "string" ? value : JSON.stringify(value);
  }
  if (problems.length > 0) throw new ProjectError(problems.join("\n"));
  return result;
}

/** The keys of one namespace, without it. */
export function namespaceOf(configuration: Configuration, namespace: string): Record<string, string> {
  const prefix = `${namespace}:`;
  return Object.fromEntries(
    Object.entries(configuration)
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, value]) => [key.slice(prefix.length), value]),
  );
}

function wrong(project: Project, key: string, value: Json): string | undefined {
  const [namespace = "", name = ""] = splitKey(key);
  if (namespace === "aws") return undefined;
  if (namespace !== project.name) {
    return `unknown configuration key ${key}: the namespaces served are ${project.name} and aws`;
  }
  const declared = project.declared[name];
  if (declared === undefined) {
    const known = Object.keys(project.declared).join(", ");
    return `unknown configuration key ${name}: Pulumi.yaml declares ${known === "" ? "none" : known}`;
  }
  return isOfType(declared.type, value)
    ? undefined
    : `${name} must be of type ${declared.type}, not ${JSON.stringify(value)}`;
}

function splitKey(key: string): [namespace: string, name: string] {
  const at = key.indexOf(":");
  return [key.slice(0, at), key.slice(at + 1)];
}

/** Values from a command line are text and must read as the type; those from YAML have a type of their own. */
function isOfType(type: Declaration["type"], value: Json): boolean {
  switch (type) {
    case undefined:
      return true;
    case "string":
      return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
    case "integer":
      return typeof value === "string" ? /^-?\d+$/.test(value) : Number.isInteger(value);
    case "boolean":
      return typeof value === "boolean" || value === "true" || value === "false";
    case "array":
      return Array.isArray(parsed(value));
    case "object": {
      const inner = parsed(value);
      return typeof inner === "object" && inner !== null && !Array.isArray(inner);
    }
    default: {
      const never: never = type;
      return never;
    }
  }
}

function parsed(value: Json): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
