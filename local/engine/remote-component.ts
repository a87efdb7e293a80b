import type { Configuration } from "./configuration.ts";
import { nameOf, qualifiedTypeOf } from "./state/urn.ts";

/**
 * Why a component is refused that the plugin of its package makes: this runtime starts no plugins.
 *
 * @returns one sentence with the type and, where a flag of the configuration has the name of the component that wanted
 *   it (`audit` for an `Audit`), what to set.
 */
export function remoteComponentRefusal(urn: string, project: string, configuration: Configuration): string {
  const type = qualifiedTypeOf(urn).split("$").at(-1) ?? "";
  const [packageName] = type.split(":");
  const flags = Object.keys(configuration)
    .filter((key) => key.startsWith(`${project}:`) && configuration[key] === "true")
    .map((key) => key.slice(project.length + 1));
  const parts = new Set(wordsOf(urn));
  const flag = flags.find((name) => parts.has(name.toLowerCase()));
  const cure = flag === undefined ? "leave it out of local runs by configuration" : `set ${flag}=false to run locally`;
  return `components of the package ${packageName} are made by its plugin, which the local runtime does not start, so ${type} deploys to AWS only: ${cure}`;
}

/** What the components around a resource, and the resource itself, are called: `Audit`, `audit-trail`, `audit`. */
function wordsOf(urn: string): readonly string[] {
  const types = qualifiedTypeOf(urn)
    .split("$")
    .map((type) => type.split(":").at(-1) ?? "");
  const name = nameOf(urn);
  return [...types, name, name.split("-")[0] ?? ""].map((word) => word.toLowerCase());
}
