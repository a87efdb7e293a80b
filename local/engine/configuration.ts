import { isObject, type Json } from "../json.ts";
import { type Declaration, type Project, withNamespace, writtenConfiguration } from "./project.ts";

/** The configuration of a run, by key with namespace; values as the program's SDK gets them: text. */
export type Configuration = Readonly<Record<string, string>>;

/** The region when nothing says another. */
const DEFAULT_REGION = "us-east-1";

/**
 * Puts a run's configuration together: what the project declares, then `Pulumi.{stack}.yaml`, then what the person
 * gives now.
 *
 * @param given by key; a key without namespace is the project's.
 * @param file what is read instead of `Pulumi.{stack}.yaml`.
 * @throws ProjectError for an encrypted value.
 */
export function configurationOf(
  project: Project,
  stack: string,
  given: Readonly<Record<string, string>>,
  file?: string,
): Configuration {
  const values: Record<string, Json> = {
    "aws:region": DEFAULT_REGION,
    ...writtenConfiguration(project, stack, file),
  };
  for (const [key, value] of Object.entries(given)) values[withNamespace(project, key)] = value;
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  );
}

/**
 * What is wrong with a configuration as far as `Pulumi.yaml` tells: keys that it does not declare, values of another
 * type. A program that checks its configuration itself knows more, and says all of it in one message: so this is
 * asked only when a program goes on to its first resource all the same.
 */
export function configurationProblems(project: Project, configuration: Configuration): readonly string[] {
  return Object.entries(configuration).flatMap(([key, value]) => wrong(project, key, value) ?? []);
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

function wrong(project: Project, key: string, value: string): string | undefined {
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

function isOfType(type: Declaration["type"], value: string): boolean {
  switch (type) {
    case undefined:
    case "string":
      return true;
    case "integer":
      return /^-?\d+$/.test(value);
    case "boolean":
      return value === "true" || value === "false";
    case "array":
      return Array.isArray(parsed(value));
    case "object":
      return isObject(parsed(value));
    default: {
      const never: never = type;
      return never;
    }
  }
}

function parsed(value: string): Json | undefined {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
